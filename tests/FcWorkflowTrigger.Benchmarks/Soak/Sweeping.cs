using System.Net;
using System.Net.Http.Json;
using FcWorkflowTrigger.JourneyTests;

namespace FcWorkflowTrigger.Benchmarks.Soak;

/// <summary>Runs sweeps one after another. If the clock moved during a sweep, the sweep would think that its time is over.</summary>
internal static class Sweeping
{
    private const string Reconcile = "fc-workflow-trigger-reconcile";
    private const int LookSeconds = 30;

    // A little more than the period of the timer, so that each move of the clock gives one sweep.
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(6);

    /// <summary>Fires the timer and waits until a sweep has ended, also on a busy machine.</summary>
    public static async Task SweepOnceAsync(this LocalCloud cloud, CancellationToken cancellationToken)
    {
        var before = await EndedAsync(cloud, atLeast: 1, seconds: 0, cancellationToken);
        await cloud.AdvanceAsync(Ahead);

        while (await EndedAsync(cloud, before + 1, LookSeconds, cancellationToken) == 0)
        {
            // The local cloud has waited already.
        }
    }

    /// <returns>How many sweeps have ended; 0 when that many had not within the time.</returns>
    private static async Task<int> EndedAsync(LocalCloud cloud, int atLeast, int seconds, CancellationToken cancellationToken)
    {
        var wait = $"{cloud.Control}/_emulator/invocations/wait?function={Reconcile}&count={atLeast}&timeoutSeconds={seconds}";
        using var reply = await cloud.Http.GetAsync(wait, cancellationToken);

        return reply.StatusCode == HttpStatusCode.RequestTimeout
            ? 0
            : (await reply.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<InvocationSeen[]>(cancellationToken))!.Length;
    }
}
