using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Gates;

namespace FcWorkflowTrigger.Operations.Showing;

/// <summary>What a run is about, what happens next without a person, and what a person may do.</summary>
internal static class Verdicts
{
    // s.yaml: the timer of reconcile, and how it asks after long tasks.
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan SlowTask = TimeSpan.FromHours(1);

    public static string Describe(WorkflowRun.Opened run, DateTimeOffset now) => run switch
    {
        _ when QuietUntil(run, now) is { } quiet => $"Waits for its key to be quiet, until {Times.Format(quiet)}.",
        WorkflowRun.Waiting waiting => $"Waits for its sidecar, until {Times.Format(waiting.Wait.Until)} at the latest{(QuietGate.Until(run) is null ? "" : ", while its key stays quiet")}.",
        WorkflowRun.Claimed when QuietGate.Until(run) is { } quiet =>
            $"Its key was to be quiet until {Times.Format(quiet)}; not started yet, {Since(run.History.Records[0].At, now)} after the upload was claimed.",
        WorkflowRun.Claimed when run.History.Records[^1] is RefusedRecord refused => $"Not started yet: IMS refused for now ({refused.Code}), after {CountTries(Attempts(run))}.",
        WorkflowRun.Claimed => $"Not started yet, {Since(run.History.Records[0].At, now)} after the upload was claimed.",
        WorkflowRun.Intended => "A start was sent, and its result is not recorded yet. No second start is sent meanwhile.",
        WorkflowRun.Started { Overdue: { } overdue } started =>
            $"Overdue: IMS works on task {started.Start.TaskId} for {Since(started.Start.At, now)}, and {Times.Format(TimeSpan.FromSeconds(overdue.Within))} were expected.",
        WorkflowRun.Started started => $"Running: IMS works on task {started.Start.TaskId} for {Since(started.Start.At, now)}.",
        WorkflowRun.Parked parked => $"Parked ({parked.Park.Reason}) for {Since(parked.Park.At, now)}: a person must decide.",
        WorkflowRun.Finished { End: DoneRecord { Outcome: EndEntry.Succeeded } } => $"Succeeded, {Total(run)} after it was claimed.",
        WorkflowRun.Finished { End: DoneRecord done } => $"{Capital(done.Outcome)}: IMS ended task {done.Task.TaskId} as {done.Task.Status}.",
        WorkflowRun.Finished { End: RejectRecord reject } => $"Rejected: IMS refused {reject.Action} for good with {reject.Code}.",
        WorkflowRun.Finished { End: CancelRecord cancel } => $"Canceled: {cancel.Reason}{(cancel.Detail is null ? "" : $" ({cancel.Detail})")}.",
        _ => $"In a state that this version does not know: {run.GetType().Name}.",
    };

    /// <param name="nextDelivery">When an outcome of the run is tried next; null when none is under way.</param>
    public static NextStep FindNext(WorkflowRun.Opened run, DateTimeOffset? nextDelivery, DateTimeOffset now)
    {
        var sweep = now + SweepInterval;

        return run switch
        {
            _ when QuietUntil(run, now) is { } quiet => new(
                "the first sweep after the quiet starts it, or ends it as Superseded if its key was uploaded again", quiet + SweepInterval),
            WorkflowRun.Claimed when QuietGate.Until(run) is not null => new(
                "the next sweep starts it, or ends it as Superseded if its key was uploaded again; while other bytes lie there without a run, it waits for their event", sweep),
            WorkflowRun.Waiting waiting => new($"a sweep looks for the sidecar{(QuietGate.Until(run) is null ? "" : " if the key is still quiet")}; {(waiting.Wait.Required ? "without one the run ends" : "the run starts without one")} at {Times.Format(waiting.Wait.Until)}", sweep),
            WorkflowRun.Claimed => new("a sweep tries to start it; while a budget is used up or identical bytes run, it waits", sweep),
            WorkflowRun.Intended => new("a callback or a sweep settles whether IMS runs it", sweep),
            WorkflowRun.Started started when started.Start.At + SlowTask <= now => new("waits for IMS's callback; a sweep asks IMS once an hour", now + SlowTask + SweepInterval),
            WorkflowRun.Started => new("waits for IMS's callback; the next sweep asks IMS", sweep),
            WorkflowRun.Parked => new("nothing, until a person decides"),
            _ when nextDelivery is { } at => new("its outcome is delivered again", at > sweep ? at : sweep),
            _ => new("nothing: the run has ended"),
        };
    }

    public static IReadOnlyList<SuggestedCommand> FindCommands(WorkflowRun.Opened run, bool isUndelivered, Func<string, string> command, DateTimeOffset now)
    {
        SuggestedCommand Resume(string why) => new(command($"runs resume {run.Id}"), why);
        SuggestedCommand Cancel() => new(command($"runs cancel {run.Id}"), "ends the run; nothing is started for it");
        var look = new SuggestedCommand(command($"runs show {run.Id}"), "looks again");

        SuggestedCommand[] commands = run switch
        {
            WorkflowRun.Parked { Held: WorkflowRun.Started } => [Resume("asks IMS for the task again")],
            WorkflowRun.Parked { Held: WorkflowRun.Intended } => [Resume("sends one more start; look in IMS first whether a task runs"), Cancel()],
            WorkflowRun.Parked => [Resume("makes one more try"), Cancel()],
            _ when QuietUntil(run, now) is not null => [look, Cancel()],
            WorkflowRun.Waiting or WorkflowRun.Claimed => [look, Resume("tries at once instead of with the next sweep"), Cancel()],
            WorkflowRun.Finished { End: CancelRecord { Reason: CancelRecord.Superseded, Detail: { } successor } } => [new(command($"runs show {successor}"), "shows the run of the last upload of the key")],
            WorkflowRun.Finished { End: not DoneRecord { Outcome: EndEntry.Succeeded } } => [new(command($"runs redrive {run.Id}"), "starts the same upload once more, as a run of its own")],
            WorkflowRun.Finished => [],
            _ => [look, Resume("looks at once instead of with the next sweep")],
        };

        return isUndelivered
            ? [.. commands, new(command($"deliveries resend {run.Id}"), "delivers its outcome once more, under the same webhook-id")]
            : commands is [] ? [new(command("runs list"), "shows the newest runs")] : commands;
    }

    public static string CountTries(int tries) => tries == 1 ? "1 try" : $"{tries} tries";

    /// <returns>Null once the quiet is over, and for a run that waits for none.</returns>
    private static DateTimeOffset? QuietUntil(WorkflowRun run, DateTimeOffset now) => QuietGate.Until(run) is { } quiet && now < quiet ? quiet : null;

    private static int Attempts(WorkflowRun run) => run.History.Records.OfType<IntentRecord>().Count();

    private static string Total(WorkflowRun run) => Times.Format(run.History.Records[^1].At - run.History.Records[0].At);

    private static string Since(DateTimeOffset at, DateTimeOffset now) => Times.Format(now > at ? now - at : TimeSpan.Zero);

    private static string Capital(string word) => $"{char.ToUpperInvariant(word[0])}{word[1..]}";
}
