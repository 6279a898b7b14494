namespace FcWorkflowTrigger.JourneyTests;

/// <summary>A test that needs the binary of an earlier version: <c>.ci/previous</c> builds it, and <c>PREVIOUS_BOOTSTRAP</c> names it.</summary>
internal sealed class PreviousFactAttribute : FactAttribute
{
    public PreviousFactAttribute() => Skip = Repository.PreviousBootstrap is null ? "PREVIOUS_BOOTSTRAP names no earlier version; .ci/previous builds one." : null!;
}
