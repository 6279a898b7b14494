namespace FcWorkflowTrigger.Cli.Commands;

/// <summary>What a caller learns without reading.</summary>
internal static class ExitCode
{
    /// <summary>The upload would run; the rules are valid.</summary>
    public const int Yes = 0;

    /// <summary>An input is wrong or cannot be read; the rules are not valid.</summary>
    public const int Failed = 1;

    /// <summary>The upload would not run.</summary>
    public const int No = 3;

    /// <summary>The rules need to know more of the object than could be read.</summary>
    public const int Undecided = 4;
}
