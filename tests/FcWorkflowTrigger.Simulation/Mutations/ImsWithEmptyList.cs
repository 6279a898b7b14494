using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Cloud.Ims.Signing;

namespace FcWorkflowTrigger.Simulation.Mutations;

/// <summary>IMS with an empty list of tasks: a lookup before a new start never finds the first task.</summary>
internal sealed class ImsWithEmptyList(IImsClient inner) : IImsClient
{
    public Task<RegisterMediaInfoResponse> RegisterMediaInfoAsync(RegisterMediaInfoRequest request, CancellationToken cancellationToken) =>
        inner.RegisterMediaInfoAsync(request, cancellationToken);

    public Task<GetMediaInfoResponse> GetMediaInfoAsync(GetMediaInfoRequest request, CancellationToken cancellationToken) =>
        inner.GetMediaInfoAsync(request, cancellationToken);

    public Task<StartWorkflowResponse> StartWorkflowAsync(StartWorkflowRequest request, SignaturePin pin, CancellationToken cancellationToken) =>
        inner.StartWorkflowAsync(request, pin, cancellationToken);

    public Task<GetWorkflowTaskResponse> GetWorkflowTaskAsync(GetWorkflowTaskRequest request, CancellationToken cancellationToken) =>
        inner.GetWorkflowTaskAsync(request, cancellationToken);

    public Task<ListWorkflowTasksResponse> ListWorkflowTasksAsync(ListWorkflowTasksRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(new ListWorkflowTasksResponse([]));
}
