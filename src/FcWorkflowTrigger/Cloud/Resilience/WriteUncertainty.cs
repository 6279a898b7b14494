namespace FcWorkflowTrigger.Cloud.Resilience;

/// <summary>Remembers, for all tries of one write, whether a failed try may have taken effect.</summary>
internal sealed class WriteUncertainty
{
    public bool Any { get; private set; }

    public void Raise() => Any = true;
}
