namespace FcWorkflowTrigger.Benchmarks.Processes;

/// <summary>A program to be measured: a custom runtime that answers 200 to a GET once it serves.</summary>
/// <param name="Environment">All of it, beyond the port; nothing of this shell's is passed on but PATH.</param>
internal sealed record Subject(string Name, string File, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment)
{
    public Subject With(string name, string value) =>
        this with { Environment = new Dictionary<string, string>(Environment) { [name] = value } };
}
