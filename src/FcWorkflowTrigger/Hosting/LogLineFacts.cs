using FcWorkflowTrigger.Logging;

namespace FcWorkflowTrigger.Hosting;

/// <summary>What the parameters of a log message and its failure add to the facts of the line.</summary>
internal static class LogLineFacts
{
    public static void Add(LogFacts facts, object? state, Exception? failure, DateTimeOffset now)
    {
        foreach (var (name, value) in state as IReadOnlyList<KeyValuePair<string, object?>> ?? [])
        {
            switch (value)
            {
                case ILogFacts more:
                    more.WriteFacts(facts, now);
                    break;
                case int number when FindName(name) is { } fact:
                    facts.Add(fact, number);
                    break;
                case not null when name == "Code":
                    facts.AddError($"{value}");
                    break;
                case not null when FindName(name) is { } fact:
                    facts.Add(fact, $"{value}");
                    break;
            }
        }

        for (var current = failure; current is not null; current = current.InnerException)
        {
            (current as ILogFacts)?.WriteFacts(facts, now);
        }

        if (failure is not null)
        {
            facts.AddError(LogErrorCode.Of(failure));
        }
    }

    // Only these parameters are facts. The others are words of the sentence. The state is the run's own to tell: a sentence may name a state of this program.
    private static string? FindName(string parameter) => parameter switch
    {
        "RunId" => LogFactNames.Run,
        "Rule" => LogFactNames.Rule,
        "TaskId" => LogFactNames.TaskId,
        "MediaId" => LogFactNames.MediaId,
        "WorkflowId" => LogFactNames.WorkflowId,
        "ImsRequestId" => LogFactNames.ImsRequestId,
        "Reason" => LogFactNames.Reason,
        "Action" => LogFactNames.Action,
        "Outcome" => LogFactNames.Result,
        "How" => LogFactNames.LearntBy,
        "Type" => LogFactNames.Type,
        "Sink" => LogFactNames.Sink,
        "Attempt" => LogFactNames.Attempt,
        "Line" => LogFactNames.Line,
        "Seen" => LogFactNames.Seen,
        "Finished" => LogFactNames.Finished,
        "Recovered" => LogFactNames.Recovered,
        "Parked" => LogFactNames.Parked,
        "Open" => LogFactNames.Open,
        "Overdue" => LogFactNames.Overdue,
        "Errors" => LogFactNames.Errors,
        "Waiting" => LogFactNames.Waiting,
        "Undelivered" => LogFactNames.Undelivered,
        "Budget" => LogFactNames.Budget,
        "Scope" => LogFactNames.Scope,
        "Used" => LogFactNames.Used,
        "Limit" => LogFactNames.Limit,
        "Listed" => LogFactNames.Listed,
        "Asked" => LogFactNames.Asked,
        "Taken" => LogFactNames.Taken,
        "Failed" => LogFactNames.Failed,
        _ => null,
    };
}
