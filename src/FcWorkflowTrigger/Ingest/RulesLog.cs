using FcWorkflowTrigger.Logging;
using FcWorkflowTrigger.Rules;

namespace FcWorkflowTrigger.Ingest;

/// <summary>Log lines about the rules, written at the start.</summary>
internal static partial class RulesLog
{
    /// <summary>One line for each warning; the function starts all the same.</summary>
    public static void Warn(ILogger logger, RuleSet rules)
    {
        foreach (var warning in rules.Warnings)
        {
            Warned(logger, warning.Line, warning.Sentence);
        }
    }

    [LoggerMessage(EventId = 62, EventName = LogEvents.RulesWarned, Level = LogLevel.Warning, Message = "rules.json, line {Line}: {Sentence}")]
    private static partial void Warned(ILogger logger, int? line, string sentence);
}
