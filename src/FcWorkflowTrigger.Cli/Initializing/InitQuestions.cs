using FcWorkflowTrigger.Operations;

namespace FcWorkflowTrigger.Cli.Initializing;

/// <summary>What the person has given on the command line; null or empty for what is to be asked.</summary>
internal sealed record InitInput(string? Region, IReadOnlyList<string> Triggers, string? WorkflowId, string? LedgerBucket, string? AppPrefix, string? Suffixes, string? CatchUp = null);

/// <summary>Asks for what the command line does not say.</summary>
/// <param name="ask">Shows a question, and gives the line that was typed; null at the end of the input. Null where nobody can be asked.</param>
internal sealed class InitQuestions(Func<string, string?>? ask)
{
    /// <exception cref="OperationException">An answer is missing or not valid.</exception>
    public InitAnswers Answer(InitInput given)
    {
        var region = given.Region ?? Ask("Region of IMS and of the buckets", InitAnswers.DefaultRegion, "--region");
        var texts = given.Triggers.Count > 0 ? given.Triggers : Ask("Uploads that start workflows, as bucket:prefix (several: with spaces)", null, "--trigger bucket:prefix").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var triggers = texts.Select(text => UploadTrigger.Parse(text, given.WorkflowId ?? AskForWorkflow(text))).ToArray();
        var ledger = given.LedgerBucket ?? Ask("Bucket of the ledger, private and of its own", $"{triggers[0].Bucket}-ledger", "--ledger-bucket");
        var suffixes = given.Suffixes ?? InitAnswers.DefaultSuffixes;

        return new InitAnswers(
            region, triggers, ledger, given.AppPrefix ?? InitAnswers.DefaultAppPrefix, suffixes.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), given.CatchUp).RequireValid();
    }

    private string? AskForWorkflow(string trigger) =>
        trigger.Contains('=', StringComparison.Ordinal) ? null : Ask($"Id of the IMS workflow for {trigger}", null, "--workflow");

    private string Ask(string question, string? proposal, string option)
    {
        if (ask is null)
        {
            return proposal ?? throw new OperationException("INIT-ANSWER", $"give {option}; there is no terminal to ask at.");
        }

        return ask($"{question}{(proposal is null ? "" : $" [{proposal}]")}: ")?.Trim() is { Length: > 0 } answer
            ? answer
            : proposal ?? throw new OperationException("INIT-ANSWER", $"an answer is needed; or give {option}.");
    }
}
