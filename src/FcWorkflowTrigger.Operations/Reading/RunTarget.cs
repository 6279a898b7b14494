using FcWorkflowTrigger.Logging;
using FcWorkflowTrigger.Operations.Explaining;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Operations.Reading;

/// <summary>Finds the run that a person names by its id, by its task, or by its object.</summary>
internal static class RunTarget
{
    /// <param name="text">40 digits of a run, the id of a task, or <c>oss://bucket/key</c>.</param>
    /// <returns>The run, and of an object its other runs; for an object without a run, none.</returns>
    /// <exception cref="OperationException">The text is none of these, or no run belongs to it.</exception>
    public static async Task<(RunId Run, IReadOnlyList<RunId> Others)> FindAsync(string text, LedgerView view, string region, CancellationToken cancellationToken)
    {
        if (RunId.TryParse(text, out var run))
        {
            return (run, []);
        }

        if (text.StartsWith("oss://", StringComparison.Ordinal))
        {
            return await FindByObjectAsync(ObjectAddress.Parse(text), view, region, cancellationToken);
        }

        if (text.Length == 0 || !text.All(char.IsAsciiLetterOrDigit))
        {
            throw new OperationException("RUN-ARGUMENT", $"'{LogText.Escape(text)}' is no run; write 40 digits of a run, the id of a task, or oss://bucket/key.");
        }

        return (await view.Ledger.FindByTaskAsync(text, cancellationToken)
            ?? throw new OperationException("TASK-UNKNOWN", $"no run of this ledger has the task {text}. A pointer is kept as long as the lifecycle of t/ says."), []);
    }

    private static async Task<(RunId Run, IReadOnlyList<RunId> Others)> FindByObjectAsync(ObjectAddress address, LedgerView view, string region, CancellationToken cancellationToken)
    {
        var any = RunId.Create(new(region, address.Bucket, address.Key, "", 0, null, "", ""), ruleName: "");
        var runs = await view.Ledger.ListRunsForKeyAsync(any, DateTimeOffset.MinValue, cancellationToken);

        // By their first claims, the newest first.
        var begun = await Task.WhenAll(runs.Select(async run => (Run: run, At: (await view.Ledger.ReadAsync(run, cancellationToken)).Records is [var first, ..] ? first.At : (DateTimeOffset?)null)));
        var newestFirst = begun.OrderByDescending(run => run.At).Select(run => run.Run).ToArray();

        return newestFirst.Length > 0
            ? (newestFirst[0], newestFirst[1..])
            : throw new OperationException(
                "OBJECT-WITHOUT-RUN", $"oss://{LogText.Escape(address.Bucket)}/{LogText.Escape(address.Key)} has no run in {region}. Ask why with: fcwt explain oss://{LogText.Escape(address.Bucket)}/{LogText.Escape(address.Key)}");
    }
}
