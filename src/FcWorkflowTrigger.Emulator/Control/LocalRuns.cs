using System.Threading.Channels;
using FcWorkflowTrigger.ConsolePage.Runs;
using FcWorkflowTrigger.Emulator.Fc;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Control;

/// <summary>The runs of the local cloud: each write to the ledger is told at once, and events and logs are at hand.</summary>
internal sealed class LocalRuns(EventLog events, FunctionSet functions, string? rulesFile) : IRunSource
{
    private readonly Channel<string> _written = Channel.CreateUnbounded<string>(new() { SingleReader = true });
    private volatile bool _isWatched;

    public string? RulesFile => rulesFile;

    public void OnCreated(ObjectCreated created)
    {
        // What was written before the first page is opened, its list shows.
        if (_isWatched && created.Bucket == LocalAccount.LedgerBucket)
        {
            _written.Writer.TryWrite(created.Key);
        }
    }

    public IAsyncEnumerable<string> WatchAsync(CancellationToken cancellationToken)
    {
        _isWatched = true;
        return _written.Reader.ReadAllAsync(cancellationToken);
    }

    public Evidence FindEvidence(IReadOnlyCollection<string> requestIds) => new(
        requestIds.Select(events.Find).FirstOrDefault(body => body is not null),
        [.. functions.All.SelectMany(pool => pool.Output.Lines).Where(line => requestIds.Any(id => line.Contains(id, StringComparison.Ordinal)))]);
}
