using System.Security.Cryptography.X509Certificates;

namespace FcWorkflowTrigger.Emulator.Ims.Callbacks;

/// <summary>What IMS calls back with.</summary>
internal static class CallbackClient
{
    /// <param name="trust">Whose certificates are believed; null leaves that to the machine.</param>
    public static HttpClient Create(X509ChainPolicy? trust) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        SslOptions = { CertificateChainPolicy = trust },
    });
}
