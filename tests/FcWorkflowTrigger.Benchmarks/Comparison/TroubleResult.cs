namespace FcWorkflowTrigger.Benchmarks.Comparison;

/// <summary>What became of the uploads of one program under one trouble.</summary>
/// <param name="Tasks">Tasks that IMS has started, and that are paid.</param>
/// <param name="Doubled">Uploads with more than one task.</param>
/// <param name="Lost">Uploads without a task.</param>
internal sealed record TroubleResult(string Trouble, string Program, int Uploads, int Tasks, int Doubled, int Lost)
{
    public bool IsRight => Doubled == 0 && Lost == 0;

    public static TroubleResult Count(string trouble, string program, IReadOnlyCollection<string> uploads, IReadOnlyCollection<string> tasks)
    {
        var byKey = tasks.CountBy(key => key).ToDictionary();
        return new(trouble, program, uploads.Count, tasks.Count, uploads.Count(key => byKey.GetValueOrDefault(key) > 1), uploads.Count(key => !byKey.ContainsKey(key)));
    }
}
