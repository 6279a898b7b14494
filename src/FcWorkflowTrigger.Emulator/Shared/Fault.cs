namespace FcWorkflowTrigger.Emulator.Shared;

/// <summary>One thing that is to go wrong, the next <see cref="Times"/> times its place is reached.</summary>
/// <param name="Service"><c>oss</c>, <c>ims</c>, <c>fc</c> or <c>callback</c>.</param>
/// <param name="Action">An API action (<c>StartWorkflow</c>, <c>PutObject</c>), a function name for <c>fc</c>, or <c>*</c>.</param>
/// <param name="Kind">
/// <c>fail</c> (answer <paramref name="Code"/> with <paramref name="Status"/>, nothing done), <c>drop-reply</c> (do it, then cut the
/// connection), <c>delay</c> (wait <paramref name="DelayMilliseconds"/> first), <c>duplicate</c> (an event or callback comes twice) or
/// <c>lose</c> (an event or callback never comes).
/// </param>
/// <param name="KeyContains">When given, only for an object key, InputURL, run or URL that contains it.</param>
internal sealed record Fault(
    string Service,
    string Action,
    string Kind,
    string? Code = null,
    int Status = 0,
    int Times = 1,
    int DelayMilliseconds = 0,
    string? KeyContains = null);
