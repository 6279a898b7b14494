using System.Collections.Concurrent;
using FcWorkflowTrigger.JourneyTests;

namespace FcWorkflowTrigger.Benchmarks.Soak;

/// <summary>Uploads objects at a constant rate, and injects faults between the uploads.</summary>
internal sealed class UploadGenerator(LocalCloud cloud, SoakLedger ledger, SoakOptions options)
{
    // The numbers of uploads after which a fault is injected, a known object is uploaded again, or the workflow fails or is canceled.
    private const int FaultEvery = 4;
    private const int RepeatEvery = 10;
    private const int FailEvery = 23;
    private const int CancelEvery = 41;

    private readonly ConcurrentDictionary<string, int> _uploads = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _faults = new(StringComparer.Ordinal);
    private readonly Random _random = new(options.Seed);

    /// <summary>The number of uploads of each key.</summary>
    public IReadOnlyDictionary<string, int> ByKey => _uploads;

    public int Count => _uploads.Values.Sum();

    /// <summary>The number of requested faults of each kind.</summary>
    public IReadOnlyDictionary<string, int> Faults => _faults;

    /// <summary>Uploads until the load is over, and then waits for all uploads.</summary>
    public async Task RunAsync(CancellationToken loadOver, CancellationToken cancellationToken)
    {
        var inProgress = new List<Task>();
        using var tick = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / options.Rate));

        for (var number = 0; await TickAsync(tick, loadOver); number++)
        {
            inProgress.RemoveAll(upload => upload.IsCompletedSuccessfully);
            inProgress.Add(UploadAsync(KeyFor(number), cancellationToken));

            if (number % FaultEvery == 0)
            {
                await AddFaultAsync();
            }
        }

        await Task.WhenAll(inProgress);
    }

    private static string KeyFor(int number) => number % RepeatEvery == RepeatEvery - 1 ? KeyFor(number - RepeatEvery + 1) : (number % FailEvery, number % CancelEvery) switch
    {
        (FailEvery - 1, _) => $"uploads/soak-{number:D6}.fail.mp4",
        (_, CancelEvery - 1) => $"uploads/soak-{number:D6}.cancel.mp4",
        _ => $"uploads/soak-{number:D6}.mp4",
    };

    private static async Task<bool> TickAsync(PeriodicTimer tick, CancellationToken loadOver)
    {
        try
        {
            return await tick.WaitForNextTickAsync(loadOver);
        }
        catch (OperationCanceledException) when (loadOver.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task UploadAsync(string key, CancellationToken cancellationToken)
    {
        await ledger.UploadAsync(key, cancellationToken);
        _uploads.AddOrUpdate(key, 1, (_, times) => times + 1);
    }

    private async Task AddFaultAsync()
    {
        var fault = SoakFault.Next(_random);
        await cloud.FaultAsync(fault.Request);
        _faults[fault.Name] = _faults.GetValueOrDefault(fault.Name) + 1;
    }
}
