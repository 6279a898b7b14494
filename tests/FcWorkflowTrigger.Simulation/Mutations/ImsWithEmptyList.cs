using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Ims.Models;

namespace FcWorkflowTrigger.Simulation.Mutations;

/// <summary>IMS with an empty list of tasks: a lookup before a new start never finds the first task.</summary>
internal sealed class ImsWithEmptyList(IImsClient inner) : MutatedImsClient(inner)
{
    public override Task<ListWorkflowTasksResponse> ListWorkflowTasksAsync(ListWorkflowTasksRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(new ListWorkflowTasksResponse([]));
}
