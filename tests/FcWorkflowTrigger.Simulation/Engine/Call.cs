namespace FcWorkflowTrigger.Simulation.Engine;

/// <summary>What a machine asks of a service.</summary>
/// <param name="Subject">The key, or nothing.</param>
internal readonly record struct Call(string Verb, string Subject = "")
{
    public override string ToString() => Subject.Length == 0 ? Verb : $"{Verb} {Subject}";
}
