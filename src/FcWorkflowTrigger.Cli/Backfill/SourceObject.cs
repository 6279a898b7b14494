using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Cli.Backfill;

/// <summary>One object that a backfill looks at.</summary>
/// <param name="Number">Its place in the source, from 1.</param>
/// <param name="Upload">As a backfill names the object; null where the source tells no more than the key.</param>
internal sealed record SourceObject(long Number, string Key, Upload? Upload);
