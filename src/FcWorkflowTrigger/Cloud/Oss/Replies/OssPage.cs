namespace FcWorkflowTrigger.Cloud.Oss.Replies;

/// <summary>One page of a listing.</summary>
/// <param name="IsTruncated">True when another page follows; this page then holds at least one entry.</param>
internal sealed record OssPage(IReadOnlyList<OssEntry> Entries, bool IsTruncated);

/// <param name="ETag">Without its quotes.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Type"><c>Normal</c>, <c>Multipart</c>, <c>Appendable</c> or <c>Symlink</c>.</param>
internal readonly record struct OssEntry(string Key, DateTimeOffset LastModified, string ETag = "", long Size = 0, string Type = "");
