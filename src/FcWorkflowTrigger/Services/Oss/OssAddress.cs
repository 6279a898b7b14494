using System.Net;

namespace FcWorkflowTrigger.Services.Oss;

/// <summary>Where one bucket answers.</summary>
/// <param name="Endpoint">Without the bucket. The bucket goes into the host name; into the path only where the host is an IP address.</param>
internal sealed record OssAddress(Uri Endpoint, string Bucket, string Region)
{
    private readonly string _root = IPAddress.TryParse(Endpoint.Host, out _)
        ? $"{Endpoint.Scheme}://{Endpoint.Authority}/{Bucket}/"
        : $"{Endpoint.Scheme}://{Bucket}.{Endpoint.Authority}/";

    public Uri UrlOf(string key, IReadOnlyList<KeyValuePair<string, string?>> query)
    {
        var path = _root + UrlEncoding.EscapePath(key);

        return UrlEncoding.Verbatim(query.Count == 0
            ? path
            : $"{path}?{string.Join('&', query.Select(pair => pair.Value is null
                ? UrlEncoding.Escape(pair.Key)
                : $"{UrlEncoding.Escape(pair.Key)}={UrlEncoding.Escape(pair.Value)}"))}");
    }
}
