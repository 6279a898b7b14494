using FcWorkflowTrigger.Rules;

namespace FcWorkflowTrigger.Ingest;

/// <summary>What is said of uploads that start nothing.</summary>
internal static partial class IngestLog
{
    /// <summary>One line for each rule on dry run that would have taken the upload.</summary>
    public static void Rehearsed(ILogger logger, Upload upload, IReadOnlyList<Rule> rules)
    {
        foreach (var rule in rules)
        {
            Rehearsed(logger, upload, rule.Name);
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Refused {Upload}: {Reason}.")]
    public static partial void Refused(ILogger logger, Upload upload, RefusalReason reason);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "Rule '{Rule}' would take {Upload}; it is on dry run.")]
    private static partial void Rehearsed(ILogger logger, Upload upload, string rule);
}
