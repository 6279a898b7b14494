using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Runs.Start;

namespace FcWorkflowTrigger.Simulation.Mutations;

/// <summary>
/// The IMS client of a process that looks first, and judges only after its last look whether an empty list is certain. The resolver of such a process
/// takes every look as certain (<see cref="LooksAlways"/>). This client takes back what the time after the look does not allow: its list cannot be read then.
/// </summary>
internal sealed class JudgesAfterTheLook(IImsClient inner, StartOptions options, TimeProvider clock) : MutatedImsClient(inner)
{
    // As TaskLookup asks: from this long before the date of the start.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, int> _emptyLooks = [];

    /// <summary>The options of the resolver: no time is too early to be certain.</summary>
    public static StartOptions LooksAlways(StartOptions options) => options with { ListLag = TimeSpan.FromDays(-1) };

    public override async Task<ListWorkflowTasksResponse> ListWorkflowTasksAsync(ListWorkflowTasksRequest request, CancellationToken cancellationToken)
    {
        var reply = await base.ListWorkflowTasksAsync(request, cancellationToken);
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
}
