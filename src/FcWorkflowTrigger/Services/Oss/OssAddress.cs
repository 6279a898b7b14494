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
        using var url = new Utf8Text();
        var separator = "?";
        url.Append(_root).AppendEscaped(key, kept: '/');

        foreach (var (name, value) in query)
        {
            url.Append(separator).AppendEscaped(name);
            separator = "&";

            if (value is not null)
            {
                url.Append("=").AppendEscaped(value);
            }
        }

        return UrlEncoding.Verbatim(url.ToString());
    }
}
