using System.Net;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Cloud.Ims.Signing;
using FcWorkflowTrigger.Simulation.Engine;

namespace FcWorkflowTrigger.Simulation.Cloud;

/// <summary>The IMS client of one process. Its calls go over the simulated network.</summary>
/// <param name="keysIssued">When the process got its access keys.</param>
internal sealed class SimulatedImsClient(ImsService ims, Network network, Machine machine, ImsRateLimiter rateLimiter, EventLoop loop, DateTimeOffset keysIssued) : IImsClient
{
    /// <summary>The client signs a request when it arrives, not with the pinned date. Only the mutation <c>NoPinnedDate</c> uses it.</summary>
    public bool SignsOnArrival { get; init; }

    public Task<RegisterMediaInfoResponse> RegisterMediaInfoAsync(RegisterMediaInfoRequest request, CancellationToken cancellationToken) =>
        CallAsync("RegisterMediaInfo", () => ims.Register(request), cancellationToken);

    public Task<GetMediaInfoResponse> GetMediaInfoAsync(GetMediaInfoRequest request, CancellationToken cancellationToken) =>
        CallAsync("GetMediaInfo", () => ims.Find(request), cancellationToken);

    public Task<StartWorkflowResponse> StartWorkflowAsync(StartWorkflowRequest request, SignaturePin pin, CancellationToken cancellationToken) =>
        CallAsync("StartWorkflow", () => ims.Start(request, SignsOnArrival ? loop.Now : pin.Date, pin.Nonce), cancellationToken);

    public Task<GetWorkflowTaskResponse> GetWorkflowTaskAsync(GetWorkflowTaskRequest request, CancellationToken cancellationToken) =>
        CallAsync("GetWorkflowTask", () => ims.Get(request), cancellationToken);

    public Task<ListWorkflowTasksResponse> ListWorkflowTasksAsync(ListWorkflowTasksRequest request, CancellationToken cancellationToken) =>
        CallAsync("ListWorkflowTasks", () => ims.List(request), cancellationToken);

    private async Task<T> CallAsync<T>(string action, Func<T> apply, CancellationToken cancellationToken)
    {
        try
        {
            return await network.CallAsync(
                machine,
                new(action),
                () => HasFreshKeys() ? apply() : throw Expired(action),
                () => Refusal(action),
                cancellationToken);
        }
        catch (ImsException refusal)
        {
            rateLimiter.Learn(refusal);
            throw;
        }
    }

    private bool HasFreshKeys() => ims.Plan.KeysExpireAfter is not { } life || loop.Now < keysIssued + life;

    private ImsException Expired(string action)
    {
        loop.Counts.Increment(Situation.ExpiredKeys);
        return ImsService.Refusal(action, HttpStatusCode.Forbidden, "InvalidSecurityToken.Expired");
    }

    // After a refusal by flow control it is certain that nothing was done. After a server error it is not.
    private ImsException Refusal(string action) => loop.Dice.Roll(0.5)
        ? ImsService.Refusal(action, HttpStatusCode.BadRequest, "Throttling.User")
        : ImsService.Refusal(action, HttpStatusCode.InternalServerError, "InternalError");
}
