namespace FcWorkflowTrigger.Cloud.Http;

/// <summary>Sends a request once: nothing is repeated or followed here, whatever becomes of it.</summary>
/// <exception cref="HttpRequestException">No usable reply. Unless the connection never came about, the call may have taken effect.</exception>
internal interface IServiceHttp
{
    ValueTask<ServiceReply> SendAsync(ServiceCall call, CancellationToken cancellationToken);
}
