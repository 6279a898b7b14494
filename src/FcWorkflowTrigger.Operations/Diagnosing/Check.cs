namespace FcWorkflowTrigger.Operations.Diagnosing;

/// <summary>What a check may use. Each includes the ones before it.</summary>
internal enum CheckNeeds
{
    /// <summary>The files of the deployment and the environment; no account and no network.</summary>
    Files,

    /// <summary>Calls that read, with keys of the account.</summary>
    Cloud,

    /// <summary>Objects below <c>probe/</c> of the ledger, which are deleted again, and a test event to the receivers of outcomes.</summary>
    Probe,
}

/// <summary>One thing to look at.</summary>
/// <param name="Code">Stable; docs/operations.md has a row for each.</param>
/// <param name="Name">What holds when the check passes.</param>
/// <param name="Why">Why it matters.</param>
/// <param name="Fix">What mends it, unless what was found has a fix of its own.</param>
/// <param name="LookAsync">May throw; then the others still run.</param>
internal sealed record Check(string Code, string Name, string Why, string Fix, CheckNeeds Needs, Func<Diagnosis, CancellationToken, Task<Finding>> LookAsync)
{
    /// <summary>The assumption that the check settles, as docs/unknowns.md names it; null for other checks.</summary>
    public string? Settles { get; init; }

    /// <summary>A check of files, which waits for nothing.</summary>
    public static Check OfFiles(string code, string name, string why, string fix, Func<Diagnosis, Finding> look) =>
        new(code, name, why, fix, CheckNeeds.Files, (diagnosis, _) => Task.FromResult(look(diagnosis)));
}
