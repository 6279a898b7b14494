using System.Security.Cryptography.X509Certificates;

namespace FcWorkflowTrigger.Emulator.Ims.Callbacks;

/// <summary>The HTTP client for the callbacks of IMS.</summary>
internal static class CallbackClient
{
    /// <param name="trust">The policy for server certificates. Null: the client trusts the authorities of the machine.</param>
    public static HttpClient Create(X509ChainPolicy? trust) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        SslOptions = { CertificateChainPolicy = trust },
    });
}
