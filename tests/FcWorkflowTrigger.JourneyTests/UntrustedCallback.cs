using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace FcWorkflowTrigger.JourneyTests;

/// <summary>The API of Function Compute of a local cloud, with a callback URL whose certificate nobody has signed, as behind a custom domain.</summary>
internal sealed class UntrustedCallback : IAsyncDisposable
{
    private const string Callback = "fc-workflow-trigger-callback";

    private static readonly HttpMethod[] WithoutBody = [HttpMethod.Get, HttpMethod.Head];

    private readonly HttpListener _api = new();
    private readonly TcpListener _callback = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate = CreateCertificate();
    private readonly LocalCloud _cloud;
    private readonly Task _serving;

    public UntrustedCallback(LocalCloud cloud)
    {
        _cloud = cloud;
        Fc = $"http://127.0.0.1:{LocalCloud.FreePorts()}";
        _api.Prefixes.Add($"{Fc}/");
        _api.Start();
        _callback.Start();
        _serving = Task.WhenAll(ServeApiAsync(), ServeCallbackAsync());
    }

    /// <summary>The endpoint of the API.</summary>
    public string Fc { get; }

    private string Url => $"https://127.0.0.1:{((IPEndPoint)_callback.LocalEndpoint).Port}/{Callback}";

    public async ValueTask DisposeAsync()
    {
        _api.Stop();
        _callback.Stop();
        await _serving;
        _api.Close();
        _callback.Dispose();
        _certificate.Dispose();
    }

    private static X509Certificate2 CreateCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private async Task ServeApiAsync()
    {
        while (true)
        {
            try
            {
                await PassOnAsync(await _api.GetContextAsync());
            }
            catch (Exception ended) when (ended is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task PassOnAsync(HttpListenerContext call)
    {
        using var request = new HttpRequestMessage(new(call.Request.HttpMethod), _cloud.Fc + call.Request.RawUrl);
        request.Content = WithoutBody.Contains(request.Method) ? null : new StreamContent(call.Request.InputStream);

        foreach (var name in call.Request.Headers.AllKeys.OfType<string>())
        {
            // The signature covers the host that was asked.
            _ = request.Headers.TryAddWithoutValidation(name, call.Request.Headers[name]) || request.Content?.Headers.TryAddWithoutValidation(name, call.Request.Headers[name]) == true;
        }

        using var reply = await _cloud.Http.SendAsync(request);
        var body = Encoding.UTF8.GetBytes((await reply.Content.ReadAsStringAsync()).Replace($"{Fc}/{Callback}", Url, StringComparison.Ordinal));
        call.Response.StatusCode = (int)reply.StatusCode;
        await call.Response.OutputStream.WriteAsync(body);
        call.Response.Close();
    }

    private async Task ServeCallbackAsync()
    {
        while (true)
        {
            try
            {
                using var client = await _callback.AcceptTcpClientAsync();
                await using var tls = new SslStream(client.GetStream());
                await tls.AuthenticateAsServerAsync(_certificate);

                // As the callback function would, to a client that does not look at the certificate.
                await tls.WriteAsync("HTTP/1.1 403 Forbidden\r\nContent-Length: 19\r\nConnection: close\r\n\r\n{\"code\":\"FORGED\"} \n"u8.ToArray());
            }
            catch (Exception refused) when (refused is IOException or System.Security.Authentication.AuthenticationException)
            {
                // The client did not trust the certificate.
            }
            catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
