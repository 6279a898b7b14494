namespace FcWorkflowTrigger.Cloud.Oss.Replies;

/// <summary>One page of a listing.</summary>
/// <param name="IsTruncated">True when another page follows; this page then holds at least one entry.</param>
internal sealed record OssPage(IReadOnlyList<OssEntry> Entries, bool IsTruncated);

internal readonly record struct OssEntry(string Key, DateTimeOffset LastModified);
