using System.Net;
using System.Net.Http.Json;
using FcWorkflowTrigger.JourneyTests;

namespace FcWorkflowTrigger.Benchmarks.Soak;

/// <summary>Sweeps one after another: a clock that is moved under a sweep makes it believe that its time is over.</summary>
internal static class Sweeping
{
    private const string Reconcile = "fc-workflow-trigger-reconcile";
    private const int LookSeconds = 30;

    // The timer's period and a little more, so that each move of the clock is one sweep.
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(6);

    /// <summary>Lets the timer fire, and waits until a sweep has ended, however busy the machine is.</summary>
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
