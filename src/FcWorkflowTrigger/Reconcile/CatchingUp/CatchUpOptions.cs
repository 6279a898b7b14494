namespace FcWorkflowTrigger.Reconcile.CatchingUp;

/// <summary>Where reconcile looks for objects whose events never came.</summary>
/// <param name="Places">Empty when it looks nowhere.</param>
internal sealed record CatchUpOptions(IReadOnlyList<CatchUpPlace> Places)
{
    public static CatchUpOptions None { get; } = new([]);
}
