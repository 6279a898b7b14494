namespace FcWorkflowTrigger.Benchmarks.Soak;

/// <summary>What a soak is asked for.</summary>
/// <param name="Load">How long uploads come in; what is left open is then swept up, which takes about a minute more.</param>
/// <param name="Rate">Uploads a second.</param>
/// <param name="Seed">Which uploads are met by which fault, and which name an earlier object again.</param>
/// <param name="Bootstrap">The native function.</param>
internal sealed record SoakOptions(TimeSpan Load, int Rate, int Seed, string Bootstrap)
{
    /// <summary>Until then code is paged in, pools fill and the collector finds its size; nothing is judged by it.</summary>
    public TimeSpan WarmUp => Load / 4;

    public TimeSpan SampleEvery => TimeSpan.FromSeconds(Math.Clamp(Load.TotalSeconds / 360, 1, 5));

    public TimeSpan TellEvery => TimeSpan.FromSeconds(Math.Clamp(Load.TotalSeconds / 12, 10, 60));

    /// <summary>By this machine's clock; later when the sweep before has not ended.</summary>
    public TimeSpan SweepEvery => TimeSpan.FromSeconds(Math.Clamp(Load.TotalSeconds / 72, 10, 25));
}
