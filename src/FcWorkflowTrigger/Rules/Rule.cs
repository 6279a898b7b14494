namespace FcWorkflowTrigger.Rules;

/// <summary>Which uploads start which workflow, and with what settings. One entry of <c>rules.json</c>.</summary>
/// <param name="Name">1 to 64 of letters, digits, <c>-</c> and <c>_</c>; unique in its file, because it is part of the run's identity.</param>
/// <param name="WorkflowId">The IMS workflow template's id.</param>
/// <param name="OnReupload">What a new upload of a known key does. Version 1 knows <c>run</c>: each upload is a run of its own.</param>
/// <param name="Continue">True lets later rules take the same upload too.</param>
internal sealed record Rule(
    string Name,
    string WorkflowId,
    RuleMatch? Match = null,
    RuleMedia? Media = null,
    string OnReupload = "run",
    bool Continue = false);
