using System.Collections.Concurrent;
using FcWorkflowTrigger.JourneyTests;

namespace FcWorkflowTrigger.Benchmarks.Soak;

/// <summary>Uploads at a steady rate, with trouble between them.</summary>
internal sealed class Uploads(LocalCloud cloud, SoakLedger ledger, SoakOptions options)
{
    // Every so many uploads something goes wrong once, a known object is uploaded again, or the workflow ends badly.
    private const int Troubled = 4;
    private const int Repeated = 10;
    private const int Failing = 23;
    private const int Canceled = 41;

    private readonly ConcurrentDictionary<string, int> _uploads = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _troubles = new(StringComparer.Ordinal);
    private readonly Random _random = new(options.Seed);

    /// <summary>How often each key was uploaded.</summary>
    public IReadOnlyDictionary<string, int> ByKey => _uploads;

    public int Count => _uploads.Values.Sum();

    /// <summary>What the cloud was told to do wrong, and how often.</summary>
    public IReadOnlyDictionary<string, int> Troubles => _troubles;

    /// <summary>Until the load is over; every upload has then been answered.</summary>
    public async Task RunAsync(CancellationToken loadOver, CancellationToken cancellationToken)
    {
        var underWay = new List<Task>();
        using var tick = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / options.Rate));

        for (var number = 0; await TickAsync(tick, loadOver); number++)
        {
            underWay.RemoveAll(upload => upload.IsCompletedSuccessfully);
            underWay.Add(UploadAsync(KeyOf(number), cancellationToken));

            if (number % Troubled == 0)
            {
                await AddTroubleAsync();
            }
        }

        await Task.WhenAll(underWay);
    }

    private static string KeyOf(int number) => number % Repeated == Repeated - 1 ? KeyOf(number - Repeated + 1) : (number % Failing, number % Canceled) switch
    {
        (Failing - 1, _) => $"uploads/soak-{number:D6}.fail.mp4",
        (_, Canceled - 1) => $"uploads/soak-{number:D6}.cancel.mp4",
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

    private async Task AddTroubleAsync()
    {
        var trouble = Trouble.Next(_random);
        await cloud.FaultAsync(trouble.Fault);
        _troubles[trouble.Name] = _troubles.GetValueOrDefault(trouble.Name) + 1;
    }
}
