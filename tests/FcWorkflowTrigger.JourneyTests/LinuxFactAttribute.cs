namespace FcWorkflowTrigger.JourneyTests;

/// <summary>A test that needs Linux.</summary>
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute() => Skip = OperatingSystem.IsLinux() ? null! : "This test needs Linux.";
}

/// <summary>A theory that needs Linux.</summary>
internal sealed class LinuxTheoryAttribute : TheoryAttribute
{
    public LinuxTheoryAttribute() => Skip = OperatingSystem.IsLinux() ? null! : "This test needs Linux.";
}
