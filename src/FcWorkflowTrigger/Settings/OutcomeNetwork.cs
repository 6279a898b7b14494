namespace FcWorkflowTrigger.Settings;

/// <summary>Where endpoints for outcomes may lie; <c>OUTCOME_NETWORK</c> in lower case.</summary>
internal enum OutcomeNetwork
{
    /// <summary>On the open internet only, over https.</summary>
    Public,

    /// <summary>Anywhere, also over http: for receivers inside one's own network.</summary>
    Private,
}
