namespace FcWorkflowTrigger.Simulation.Cloud;

/// <summary>How IMS's list may lie, so that no look-up finds the run's own task.</summary>
internal enum ListFault
{
    None,

    /// <summary>No task is ever listed.</summary>
    HidesTasks,

    /// <summary>Tasks are listed without their UserData.</summary>
    HidesUserData,
}
