namespace FcWorkflowTrigger.Emulator.Oss;

/// <summary>One bucket.</summary>
/// <param name="Versioning"><c>Enabled</c> or <c>Suspended</c>; null when it never was versioned. There is no way back to null.</param>
/// <param name="Cors">Null while no client has set or deleted the rules: then <see cref="CorsRule.Default"/> applies. Empty: cross-origin requests are refused.</param>
/// <param name="Documents">Settings that are kept as they were sent, by their sub-resource; null while there are none.</param>
internal sealed record StoredBucket(
    string Name, string? Versioning = null, DateTimeOffset Created = default, IReadOnlyList<CorsRule>? Cors = null, IReadOnlyDictionary<string, string>? Documents = null);
