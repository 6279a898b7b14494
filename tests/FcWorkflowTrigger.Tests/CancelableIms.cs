using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Cloud.Ims.Signing;

namespace FcWorkflowTrigger.Tests;

/// <summary>A substitute for IMS that is not called any more once its caller has canceled, as the real client is not.</summary>
internal sealed class CancelableIms(IImsClient substitute) : IImsClient
{
    public Task<RegisterMediaInfoResponse> RegisterMediaInfoAsync(RegisterMediaInfoRequest request, CancellationToken cancellationToken) =>
        CallAsync(() => substitute.RegisterMediaInfoAsync(request, cancellationToken), cancellationToken);

    public Task<GetMediaInfoResponse> GetMediaInfoAsync(GetMediaInfoRequest request, CancellationToken cancellationToken) =>
        CallAsync(() => substitute.GetMediaInfoAsync(request, cancellationToken), cancellationToken);

    public Task<StartWorkflowResponse> StartWorkflowAsync(StartWorkflowRequest request, SignaturePin pin, CancellationToken cancellationToken) =>
        CallAsync(() => substitute.StartWorkflowAsync(request, pin, cancellationToken), cancellationToken);

    public Task<GetWorkflowTaskResponse> GetWorkflowTaskAsync(GetWorkflowTaskRequest request, CancellationToken cancellationToken) =>
        CallAsync(() => substitute.GetWorkflowTaskAsync(request, cancellationToken), cancellationToken);

    public Task<ListWorkflowTasksResponse> ListWorkflowTasksAsync(ListWorkflowTasksRequest request, CancellationToken cancellationToken) =>
        CallAsync(() => substitute.ListWorkflowTasksAsync(request, cancellationToken), cancellationToken);

    private static Task<T> CallAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? Task.FromCanceled<T>(cancellationToken) : call();
}
