using System.Net;
using System.Text;

namespace FcWorkflowTrigger.Cloud.Http;

/// <summary>Creates the HTTP client of this program: the HTTP/1.1 client of the framework, without redirects, cookies, proxies and decompression.</summary>
internal static class CloudHttp
{
    // Each connection costs memory, and TLS more of it.
    private const int MaxConnections = 32;

    private const int MaxHeadKilobytes = 32;

    // Shorter than the five seconds of a try, so that a connect that hangs is known to have sent nothing.
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(3);

    // Services close idle connections. The handler checks the idle time on a timer, which stops while Function Compute freezes the instance,
    // but it checks the age of each connection that it takes. So the limit of the age keeps a call from a connection that was idle for a minute.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    /// <summary>Creates a client that reads replies to their end.</summary>
    public static HttpMessageInvoker Create(SocketsHttpHandler handler) => new(new ReplyHandler(handler, readsBodies: true));

    /// <summary>Creates a client that reads only the status and the headers of replies.</summary>
    public static HttpMessageInvoker CreateForStatus(SocketsHttpHandler handler) => new(new ReplyHandler(handler, readsBodies: false));

    public static SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        MaxConnectionsPerServer = MaxConnections,
        MaxResponseHeadersLength = MaxHeadKilobytes,
        ConnectTimeout = ConnectTimeout,
        PooledConnectionLifetime = Lifetime,
        PooledConnectionIdleTimeout = Lifetime,
        RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
        ResponseHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
        SslOptions = ServerConnection.Options(),
    };
}
