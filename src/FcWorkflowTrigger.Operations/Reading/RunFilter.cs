namespace FcWorkflowTrigger.Operations.Reading;

/// <summary>Which runs a person wants to see or to act on.</summary>
/// <param name="States">Null for all.</param>
/// <param name="Since">Ends before are left out.</param>
/// <param name="Prefix">What the key begins with.</param>
/// <param name="OlderThan">Only what ended, was parked or was put off before that.</param>
internal sealed record RunFilter(IReadOnlyCollection<string>? States, DateTimeOffset Since, string? Rule = null, string? Prefix = null, DateTimeOffset? OlderThan = null)
{
    /// <summary>The listings alone cannot answer: records must be read.</summary>
    public bool NeedsRecords => Rule is not null || Prefix is not null;

    public bool Takes(CatalogEntry entry) => OlderThan is not { } before || entry.At <= before;

    public bool Takes(RunRow row) =>
        (States is null || States.Contains(row.State) || (RunStates.IsOpen(row.State) && States.Contains(RunStates.Open)))
        && (Rule is null || row.Rule == Rule)
        && (Prefix is null || (row.Key?.StartsWith(Prefix, StringComparison.Ordinal) ?? false));
}
