namespace FcWorkflowTrigger.Simulation.Engine;

/// <summary>A call from a machine to a service.</summary>
/// <param name="Subject">The object key, or empty.</param>
internal readonly record struct Call(string Verb, string Subject = "")
{
    public override string ToString() => Subject.Length == 0 ? Verb : $"{Verb} {Subject}";
}
