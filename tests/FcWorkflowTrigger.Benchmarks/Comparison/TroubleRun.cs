using FcWorkflowTrigger.Benchmarks.Soak;
using FcWorkflowTrigger.JourneyTests;

namespace FcWorkflowTrigger.Benchmarks.Comparison;

/// <summary>Runs one program on a local cloud of its own: uploads under one trouble, every retry of Function Compute, then time enough for every sweep.</summary>
internal static class TroubleRun
{
    private const string Ingest = "ingest";

    // As s.yaml says.
    private const int MaxRetries = 3;

    // Ten times six minutes: long before, the function has resolved starts without a reply.
    private const int Sweeps = 10;

    // The shortest allowed waits, so that an hour of the cloud's time is enough.
    private static readonly Dictionary<string, string> Environment = new()
    {
        ["START_WINDOW_MINUTES"] = "15",
        ["START_SKEW_SECONDS"] = "10",
        ["START_LIST_LAG_SECONDS"] = "10",
    };

    /// <param name="bootstrap">The file that the local cloud runs for every function of <c>s.yaml</c>.</param>
    public static async Task<TroubleResult> RunAsync(Trouble trouble, string program, string bootstrap, int uploads, CancellationToken cancellationToken)
    {
        await using var cloud = await LocalCloud.StartAsync(Environment, "--bootstrap", bootstrap, "--preparing", "0.2", "--processing", "0.2");
        var buckets = new SoakLedger(cloud);
        string[] keys = [.. Enumerable.Range(1, uploads).Select(number => $"uploads/{number:D3}.mp4")];

        foreach (var key in keys)
        {
            if (trouble.Fault is { } fault)
            {
                await cloud.FaultAsync(fault);
            }

            await buckets.UploadAsync(key, cancellationToken);
            await cloud.StruckAsync();
        }

        // The plain handler signs with the time of this machine. So the cloud's time moves only when no event waits for another attempt.
        await SettledAsync(cloud, uploads * trouble.Deliveries);

        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            await cloud.SweepOnceAsync(cancellationToken);
        }

        return TroubleResult.Count(trouble.Name, program, keys, [.. (await cloud.RunsAsync()).Select(run => run.Key)]);
    }

    private static async Task SettledAsync(LocalCloud cloud, int deliveries)
    {
        var ended = await cloud.InvokedAsync(Ingest, 1);

        while (ended.Count(invocation => invocation.Ok || invocation.RetryCount == MaxRetries) < deliveries)
        {
            ended = await cloud.InvokedAsync(Ingest, ended.Length + 1);
        }
    }
}
