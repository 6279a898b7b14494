using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Cloud.Ims.Signing;
using FcWorkflowTrigger.Runs.Start;

namespace FcWorkflowTrigger.Simulation.Mutations;

/// <summary>
/// The IMS client of a process that looks first, and judges only after its last look whether an empty list is certain. The resolver of such a process
/// takes every look as certain (<see cref="LooksAlways"/>). This client takes back what the time after the look does not allow: its list cannot be read then.
/// </summary>
internal sealed class JudgesAfterTheLook(IImsClient inner, StartOptions options, TimeProvider clock) : IImsClient
{
    // As TaskLookup asks: from this long before the date of the start.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, int> _emptyLooks = [];

    /// <summary>The options of the resolver: no time is too early to be certain.</summary>
    public static StartOptions LooksAlways(StartOptions options) => options with { ListLag = TimeSpan.FromDays(-1) };

    public async Task<ListWorkflowTasksResponse> ListWorkflowTasksAsync(ListWorkflowTasksRequest request, CancellationToken cancellationToken)
    {
        var reply = await inner.ListWorkflowTasksAsync(request, cancellationToken);
        var look = $"{request.KeyText} {request.StartOfCreateTime:O}";

        if (reply.TaskList is not { Count: 0 })
        {
            _emptyLooks.Remove(look);
            return reply;
        }

        var looks = _emptyLooks[look] = _emptyLooks.GetValueOrDefault(look) + 1;
        var latest = request.StartOfCreateTime + options.ClockSkew + Margin + options.SignatureWindow + options.ClockSkew + options.ListLag;

        if (looks % options.EmptyLooks != 0 || clock.GetUtcNow() >= latest)
        {
            return reply;
        }

        return reply with { TaskList = null };
    }

    public Task<RegisterMediaInfoResponse> RegisterMediaInfoAsync(RegisterMediaInfoRequest request, CancellationToken cancellationToken) =>
        inner.RegisterMediaInfoAsync(request, cancellationToken);

    public Task<GetMediaInfoResponse> GetMediaInfoAsync(GetMediaInfoRequest request, CancellationToken cancellationToken) =>
        inner.GetMediaInfoAsync(request, cancellationToken);

    public Task<StartWorkflowResponse> StartWorkflowAsync(StartWorkflowRequest request, SignaturePin pin, CancellationToken cancellationToken) =>
        inner.StartWorkflowAsync(request, pin, cancellationToken);

    public Task<GetWorkflowTaskResponse> GetWorkflowTaskAsync(GetWorkflowTaskRequest request, CancellationToken cancellationToken) =>
        inner.GetWorkflowTaskAsync(request, cancellationToken);
}
