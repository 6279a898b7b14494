namespace FcWorkflowTrigger.Benchmarks.Soak;

/// <summary>The options of a soak.</summary>
/// <param name="Load">The time of the uploads. Afterwards sweeps finish the open runs, which takes about one minute more.</param>
/// <param name="Rate">Uploads per second.</param>
/// <param name="Seed">The seed that selects the faults.</param>
/// <param name="Bootstrap">The native function.</param>
internal sealed record SoakOptions(TimeSpan Load, int Rate, int Seed, string Bootstrap)
{
    /// <summary>The time in which code is loaded, pools grow and the garbage collector adapts. Its samples are ignored.</summary>
    public TimeSpan WarmUp => Load / 4;

    public TimeSpan SampleEvery => TimeSpan.FromSeconds(Math.Clamp(Load.TotalSeconds / 360, 1, 5));

    public TimeSpan ReportEvery => TimeSpan.FromSeconds(Math.Clamp(Load.TotalSeconds / 12, 10, 60));

    /// <summary>The interval by this machine's clock. A sweep is later if the sweep before it has not ended.</summary>
    public TimeSpan SweepEvery => TimeSpan.FromSeconds(Math.Clamp(Load.TotalSeconds / 72, 10, 25));
}
