namespace FcWorkflowTrigger.Runs;

/// <summary>Maps IMS's task status to the ledger's outcome.</summary>
internal static class TaskOutcome
{
    /// <summary>Null while the task is running (IMS GetWorkflowTask documentation, <c>Status</c>).</summary>
    /// <exception cref="InvalidDataException">The documentation does not list the status.</exception>
    public static string? Parse(string status) => status.Trim() switch
    {
        "Succeed" => "succeeded",
        "Failed" => "failed",
        "Canceled" => "canceled",
        "Init" or "Processing" => null,
        var unknown => throw new InvalidDataException(
            $"IMS-STATUS: IMS reports the task status '{unknown}', which its documentation does not list. The run stays open; look at the task in the console."),
    };
}
