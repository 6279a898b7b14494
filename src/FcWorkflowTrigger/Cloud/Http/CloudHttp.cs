using System.Net;
using System.Text;

namespace FcWorkflowTrigger.Cloud.Http;

/// <summary>How this program calls services: the framework's HTTP/1.1 client, without what it would add, follow or unpack by itself.</summary>
internal static class CloudHttp
{
    // Each connection costs memory, and TLS more of it.
    private const int MaxConnections = 32;

    private const int MaxHeadKilobytes = 32;

    // Shorter than the five seconds a try has, so that a connect that hangs is known as one, and nothing was sent.
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(3);

    // Services close what stays silent. The handler looks at idle time on a timer, which stands still while Function Compute freezes the
    // instance, but at age whenever it takes a connection: so age is what keeps a call from a connection that has been idle for a minute.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    /// <summary>For services whose replies are read whole.</summary>
    public static HttpMessageInvoker Create(SocketsHttpHandler handler) => new(new ReplyHandler(handler, readsBodies: true));

    /// <summary>For receivers whose status is all that matters.</summary>
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
