namespace FcWorkflowTrigger.Cloud.Resilience;

/// <summary>Remembers, across the tries of one write, whether an earlier try may have taken effect unseen.</summary>
internal sealed class WriteUncertainty
{
    public bool Any { get; private set; }

    public void Raise() => Any = true;
}
