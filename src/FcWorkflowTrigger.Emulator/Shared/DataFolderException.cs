namespace FcWorkflowTrigger.Emulator.Shared;

/// <summary>The folder of <c>--data</c> cannot be read, written or understood. The message begins with the code and contains what to do.</summary>
internal sealed class DataFolderException(string code, string message, Exception? cause = null) : Exception($"{code}: {message}", cause)
{
    public string Code { get; } = code;
}
