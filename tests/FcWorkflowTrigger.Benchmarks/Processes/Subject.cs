namespace FcWorkflowTrigger.Benchmarks.Processes;

/// <summary>A measured program: a custom runtime that answers a GET with 200 when it is ready.</summary>
/// <param name="Environment">The environment, without the port. From the environment of this process only PATH is passed on.</param>
internal sealed record Subject(string Name, string File, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment)
{
    public Subject With(string name, string value) =>
        this with { Environment = new Dictionary<string, string>(Environment) { [name] = value } };
}
