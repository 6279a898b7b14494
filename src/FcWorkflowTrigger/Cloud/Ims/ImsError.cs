namespace FcWorkflowTrigger.Cloud.Ims;

/// <summary>The gateway's error body; its names come in either case.</summary>
internal sealed record ImsError(string? Code = null, string? Message = null, string? RequestId = null);
