using FcWorkflowTrigger.Services.Oss;

namespace FcWorkflowTrigger.Simulation.Cloud;

/// <summary>The media bucket, which no rule here has to look into.</summary>
internal sealed class NoObjects : IObjectReader
{
    public static NoObjects Instance { get; } = new();

    public Task<OssHead?> HeadAsync(string bucket, string key, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyDictionary<string, string>?> GetTaggingAsync(string bucket, string key, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<byte[]?> GetStartAsync(string bucket, string key, string eTag, int bytes, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
