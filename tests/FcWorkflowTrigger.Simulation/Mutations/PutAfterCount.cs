using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Oss.Replies;

namespace FcWorkflowTrigger.Simulation.Mutations;

/// <summary>OSS client of a process that writes its permits only after it has counted the permits of other runs.</summary>
internal sealed class PutAfterCount(IOssClient inner) : MutatedOssClient(inner)
{
    private readonly List<string> _held = [];

    public override Task PutAsync(string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (key[0] != 'b')
        {
            return base.PutAsync(key, body, cancellationToken);
        }

        _held.Add(key);
        return Task.CompletedTask;
    }

    public override async Task<OssPage> ListAsync(string prefix, string? startAfter, CancellationToken cancellationToken)
    {
        var page = await base.ListAsync(prefix, startAfter, cancellationToken);

        foreach (var key in _held.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).ToArray())
        {
            _held.Remove(key);
            await base.PutAsync(key, ReadOnlyMemory<byte>.Empty, cancellationToken);
        }

        return page;
    }
}
