using FcWorkflowTrigger.Cloud.Oss;

namespace FcWorkflowTrigger.Simulation.Mutations;

/// <summary>OSS client of a process whose runs look at each other and take no place in the line of their object.</summary>
internal sealed class PlacesNotTaken(IOssClient inner) : MutatedOssClient(inner)
{
    public override Task<OssPut> AppendAsync(string key, long position, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        key.StartsWith("i/", StringComparison.Ordinal) ? Task.FromResult<OssPut>(OssPut.Written.Instance) : base.AppendAsync(key, position, body, cancellationToken);
}
