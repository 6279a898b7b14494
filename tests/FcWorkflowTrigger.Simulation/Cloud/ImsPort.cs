using System.Net;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Cloud.Ims.Signing;
using FcWorkflowTrigger.Simulation.Engine;

namespace FcWorkflowTrigger.Simulation.Cloud;

/// <summary>IMS as one process sees it, over the network.</summary>
/// <param name="born">When the process got its keys.</param>
internal sealed class ImsPort(ImsService ims, Network network, Machine machine, ImsRateLimiter pace, EventLoop loop, DateTimeOffset born) : IImsClient
{
    /// <summary>The client signs when the request leaves its hands at last, not when it was decided: only for showing that the pin matters.</summary>
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
            pace.Learn(refusal);
            throw;
        }
    }

    private bool HasFreshKeys() => ims.Plan.KeysExpireAfter is not { } life || loop.Now < born + life;

    private ImsException Expired(string action)
    {
        loop.Tally.Count(Met.ExpiredKeys);
        return ImsService.Refusal(action, HttpStatusCode.Forbidden, "InvalidSecurityToken.Expired");
    }

    // Flow control says for certain that nothing was done; a server error does not.
    private ImsException Refusal(string action) => loop.Dice.Roll(0.5)
        ? ImsService.Refusal(action, HttpStatusCode.BadRequest, "Throttling.User")
        : ImsService.Refusal(action, HttpStatusCode.InternalServerError, "InternalError");
}
