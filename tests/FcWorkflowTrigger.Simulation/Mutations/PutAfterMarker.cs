using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Simulation.Mutations;

/// <summary>OSS client of a process that puts an object of a run only after it has deleted the marker of the run.</summary>
/// <param name="runOf">The run of an object that is put so late; null for the other objects.</param>
internal sealed class PutAfterMarker(IOssClient inner, Func<string, RunId?> runOf) : MutatedOssClient(inner)
{
    private readonly Dictionary<RunId, string> _held = [];

    /// <summary>The entry of an end in the index.</summary>
    public static RunId? RunOfEntry(string key) => EndEntry.TryParse(key, out var entry) ? entry.Run : null;

    /// <summary>The announcement of an end, for its mark and its receivers.</summary>
    public static RunId? RunOfAnnouncement(string key) =>
        Marker.TryParse(key, out var end) && end is { Root: Marker.Undelivered, Resend: null } ? end.Run : null;

    public override Task PutAsync(string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (runOf(key) is not { } run)
        {
            return base.PutAsync(key, body, cancellationToken);
        }

        _held[run] = key;
        return Task.CompletedTask;
    }

    public override async Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        await base.DeleteAsync(key, cancellationToken);

        if (Marker.TryParse(key, out var marker) && marker.Root == Marker.Unfinished && _held.Remove(marker.Run, out var held))
        {
            await base.PutAsync(held, ReadOnlyMemory<byte>.Empty, cancellationToken);
        }
    }
}
