namespace FcWorkflowTrigger.Cli;

/// <summary>The exit codes of the commands, for scripts.</summary>
internal static class ExitCode
{
    /// <summary>Done; the upload would run; the rules are valid; no person is needed.</summary>
    public const int Success = 0;

    /// <summary>An input is wrong or cannot be read; the rules are not valid; a person is needed; some of it was refused.</summary>
    public const int Failed = 1;

    /// <summary>The upload would not run.</summary>
    public const int Refused = 3;

    /// <summary>The rules need more facts about the object than the command could read.</summary>
    public const int Undecided = 4;

    /// <summary>Ctrl-C or SIGTERM stopped the command.</summary>
    public const int Interrupted = 130;
}
