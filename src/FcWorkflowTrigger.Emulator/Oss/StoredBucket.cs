namespace FcWorkflowTrigger.Emulator.Oss;

/// <summary>One bucket.</summary>
/// <param name="Versioning"><c>Enabled</c> or <c>Suspended</c>; null when it never was versioned. There is no way back to null.</param>
internal sealed record StoredBucket(string Name, string? Versioning = null);
