using System.Net;
using FcWorkflowTrigger.Cloud.Http;

namespace FcWorkflowTrigger.Cloud.Oss;

/// <summary>Where one bucket answers.</summary>
/// <param name="Endpoint">Without the bucket. The bucket goes into the host name; into the path only where the host is an IP address.</param>
internal sealed record OssAddress(Uri Endpoint, string Bucket, string Region)
{
    /// <summary>What every key's address begins with.</summary>
    public Uri Root { get; } = new(IsInPath(Endpoint)
        ? $"{Endpoint.Scheme}://{Endpoint.Authority()}/{Bucket}/"
        : $"{Endpoint.Scheme}://{Bucket}.{Endpoint.Authority()}/");

    /// <summary>The address of a key, encoded.</summary>
    public string Url(string key, KeyValuePair<string, string?>[] query)
    {
        var parameters = query.Select(pair => pair.Value is null
            ? Uri.EscapeDataString(pair.Key)
            : $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}");
        return $"{Root.AbsoluteUri}{UrlEncoding.EscapePath(key)}{(query.Length > 0 ? "?" : "")}{string.Join('&', parameters)}";
    }

    private static bool IsInPath(Uri endpoint) => IPAddress.TryParse(endpoint.Host, out _);
}
