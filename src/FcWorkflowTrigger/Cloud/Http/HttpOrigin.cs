namespace FcWorkflowTrigger.Cloud.Http;

/// <summary>Who answers: scheme, host and port (RFC 6454).</summary>
/// <param name="Host">As DNS and certificates know it: in ASCII, an IP address without brackets.</param>
/// <param name="Authority">As the Host header names it, and as it is signed; the scheme's own port is left out.</param>
internal sealed record HttpOrigin(bool IsTls, string Host, int Port, string Authority)
{
    public static HttpOrigin From(Uri url)
    {
        var host = url.HostNameType == UriHostNameType.IPv6 ? url.Host : url.IdnHost;
        return new(url.Scheme == Uri.UriSchemeHttps, url.IdnHost, url.Port, url.IsDefaultPort ? host : $"{host}:{url.Port}");
    }
}
