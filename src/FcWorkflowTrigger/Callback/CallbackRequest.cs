namespace FcWorkflowTrigger.Callback;

/// <summary>A callback as it came: <c>POST /callbacks/&lt;run&gt;?g=&lt;generation&gt;&amp;s=&lt;mac&gt;</c>. Nothing in it is believed yet.</summary>
/// <param name="Run">Null when the path holds no run id.</param>
internal sealed record CallbackRequest(RunId? Run, int Generation, string? Mac, ReadOnlyMemory<byte> Body)
{
    public override string ToString() => $"CallbackRequest {{ Run = {Run}, Generation = {Generation} }}";
}
