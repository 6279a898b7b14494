using System.Net;
using FcWorkflowTrigger.Cloud.Http;

namespace FcWorkflowTrigger.Cloud.Oss;

/// <summary>Where one bucket answers.</summary>
/// <param name="Endpoint">Without the bucket. The bucket goes into the host name; into the path only where the host is an IP address.</param>
internal sealed record OssAddress(Uri Endpoint, string Bucket, string Region)
{
    public HttpOrigin Origin { get; } = HttpOrigin.From(IsInPath(Endpoint) ? Endpoint : new($"{Endpoint.Scheme}://{Bucket}.{Endpoint.Authority}/"));

    private readonly string _root = IsInPath(Endpoint) ? $"/{Bucket}/" : "/";

    /// <summary>What a request for a key names.</summary>
    public Utf8Text AppendTarget(Utf8Text target, string key, KeyValuePair<string, string?>[] query)
    {
        var separator = "?";
        target.Append(_root).AppendEscaped(key, kept: '/');

        foreach (var (name, value) in query)
        {
            target.Append(separator).AppendEscaped(name);
            separator = "&";

            if (value is not null)
            {
                target.Append("=").AppendEscaped(value);
            }
        }

        return target;
    }

    private static bool IsInPath(Uri endpoint) => IPAddress.TryParse(endpoint.Host, out _);
}
