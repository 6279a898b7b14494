using FcWorkflowTrigger.Cloud.Oss;

namespace FcWorkflowTrigger.Operations.Diagnosing.Checks;

/// <summary>Checks that write below <c>probe/</c> of the ledger, and delete what they wrote.</summary>
internal static class ProbeChecks
{
    public const string Root = "probe/";

    private const int Racers = 32;

    public static IEnumerable<Check> All { get; } =
    [
        new(
            "PROBE-ABSENT",
            "OSS refuses to overwrite where it is told not to",
            "each record of a run is written once: a second writer must be refused",
            "set LEDGER_BUCKET to a fresh bucket that was never versioned; or LEDGER_MODE=append, only when nothing is left under d/",
            CheckNeeds.Probe,
            CheckAbsentAsync),
        new(
            "PROBE-LISTED",
            "a list shows what was just put",
            "a sweep finds unfinished runs by lists alone",
            "report what was seen",
            CheckNeeds.Probe,
            CheckListedAsync),
        new(
            "ASSUME-RACE",
            "of 32 puts at once on one key that is not there, exactly one succeeds",
            "two deliveries of one event race for the first record of its run; two winners would be two paid tasks",
            "set LEDGER_BUCKET to a fresh bucket that was never versioned; or LEDGER_MODE=append, only when nothing is left under d/",
            CheckNeeds.Probe,
            CheckRaceAsync)
        { Settles = "A1, put-if-absent under a race on your bucket" },
    ];

    private static Task<Finding> CheckAbsentAsync(Diagnosis diagnosis, CancellationToken cancellationToken) => WithKeyAsync(diagnosis, async (oss, key) =>
        await PutAsync(oss, key, cancellationToken) is not { IsFirst: true } ? Finding.Fail("the first put was refused")
        : await PutAsync(oss, key, cancellationToken) is { IsFirst: true } second ? Finding.Fail(second.Saw)
        : Finding.Pass("the second put was refused"));

    private static Task<Finding> CheckListedAsync(Diagnosis diagnosis, CancellationToken cancellationToken) => WithKeyAsync(diagnosis, async (oss, key) =>
    {
        await oss.PutAsync(key, "{}"u8.ToArray(), cancellationToken);
        return (await oss.ListAsync(key, null, cancellationToken)).Entries.Any(entry => entry.Key == key)
            ? Finding.Pass("at once")
            : Finding.Fail("the list right after the put lacks the object");
    });

    private static Task<Finding> CheckRaceAsync(Diagnosis diagnosis, CancellationToken cancellationToken) => WithKeyAsync(diagnosis, async (oss, key) =>
    {
        var winners = (await Task.WhenAll(Enumerable.Range(0, Racers).Select(_ => PutAsync(oss, key, cancellationToken)))).Count(put => put.IsFirst);
        return winners == 1
            ? Finding.Pass($"1 of {Racers}", $"exactly one of {Racers} wins")
            : Finding.Fail($"{winners} of {Racers} succeeded", answer: $"{winners} of {Racers} win");
    });

    // A put that a versioned bucket takes has written, whatever was there.
    private static async Task<(bool IsFirst, string Saw)> PutAsync(IOssClient oss, string key, CancellationToken cancellationToken)
    {
        try
        {
            return (await oss.PutIfAbsentAsync(key, "{}"u8.ToArray(), cancellationToken) is OssPut.Written, "the second put succeeded too");
        }
        catch (OssException versioned) when (versioned.Code == OssException.Versioned)
        {
            return (true, "the second put made a second version");
        }
    }

    private static async Task<Finding> WithKeyAsync(Diagnosis diagnosis, Func<IOssClient, string, Task<Finding>> lookAsync)
    {
        var (oss, key) = (diagnosis.Cloud.Ledger, $"{Root}{Guid.NewGuid():N}");

        try
        {
            return await lookAsync(oss, key);
        }
        finally
        {
            // Also after Ctrl-C: nothing is left behind.
            await diagnosis.Context.Retry.ExecuteAsync(token => oss.DeleteAsync(key, token), CancellationToken.None);
        }
    }
}
