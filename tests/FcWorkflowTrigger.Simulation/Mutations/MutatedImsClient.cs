using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Cloud.Ims.Signing;

namespace FcWorkflowTrigger.Simulation.Mutations;

/// <summary>IMS under the mutations: each call goes to the real client, and a mutation overrides the one that it breaks.</summary>
internal abstract class MutatedImsClient(IImsClient inner) : IImsClient
{
    public Task<RegisterMediaInfoResponse> RegisterMediaInfoAsync(RegisterMediaInfoRequest request, CancellationToken cancellationToken) =>
        inner.RegisterMediaInfoAsync(request, cancellationToken);

    public Task<GetMediaInfoResponse> GetMediaInfoAsync(GetMediaInfoRequest request, CancellationToken cancellationToken) =>
        inner.GetMediaInfoAsync(request, cancellationToken);

    public Task<StartWorkflowResponse> StartWorkflowAsync(StartWorkflowRequest request, SignaturePin pin, CancellationToken cancellationToken) =>
        inner.StartWorkflowAsync(request, pin, cancellationToken);

    public Task<GetWorkflowTaskResponse> GetWorkflowTaskAsync(GetWorkflowTaskRequest request, CancellationToken cancellationToken) =>
        inner.GetWorkflowTaskAsync(request, cancellationToken);

    public virtual Task<ListWorkflowTasksResponse> ListWorkflowTasksAsync(ListWorkflowTasksRequest request, CancellationToken cancellationToken) =>
        inner.ListWorkflowTasksAsync(request, cancellationToken);
}
