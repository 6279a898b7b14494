using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Cloud.Ims.Signing;

namespace FcWorkflowTrigger.Cloud.Ims;

/// <summary>The five actions of IMS that this program uses, with the names of the official SDK. Each call is one request; the caller repeats it.</summary>
/// <exception cref="ImsException">IMS understood the call and refused it.</exception>
/// <exception cref="HttpRequestException">No usable reply. Unless the connection failed, the call may have taken effect.</exception>
/// <exception cref="TimeoutException">No reply in time: the call may have taken effect.</exception>
internal interface IImsClient
{
    /// <summary>Registers an object as a media asset. Idempotent under one ClientToken; a registered InputURL is refused with 409.</summary>
    Task<RegisterMediaInfoResponse> RegisterMediaInfoAsync(RegisterMediaInfoRequest request, CancellationToken cancellationToken);

    /// <summary>The asset of an InputURL, or of a MediaId.</summary>
    Task<GetMediaInfoResponse> GetMediaInfoAsync(GetMediaInfoRequest request, CancellationToken cancellationToken);

    /// <summary>Starts a workflow, which costs money. Not idempotent: each accepted call is a new task.</summary>
    /// <param name="pin">The date and nonce of the signature. The gateway refuses a copy of the request when the date is too old.</param>
    Task<StartWorkflowResponse> StartWorkflowAsync(StartWorkflowRequest request, SignaturePin pin, CancellationToken cancellationToken);

    /// <summary>Reads a task. IMS keeps it for a year.</summary>
    Task<GetWorkflowTaskResponse> GetWorkflowTaskAsync(GetWorkflowTaskRequest request, CancellationToken cancellationToken);

    /// <summary>Lists tasks of the last 90 days whose TaskInput holds KeyText.</summary>
    Task<ListWorkflowTasksResponse> ListWorkflowTasksAsync(ListWorkflowTasksRequest request, CancellationToken cancellationToken);
}
