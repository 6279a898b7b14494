using FcWorkflowTrigger.Benchmarks.Reporting;

namespace FcWorkflowTrigger.Benchmarks.Measuring;

/// <summary>Measures in turns: A, B, A, B, …, so that other load on the machine affects all contenders equally.</summary>
internal static class Interleaved
{
    /// <param name="contenders">The first is the baseline of the ratios.</param>
    /// <param name="rounds">The number of samples of each contender. One more sample is taken first and discarded, to warm the caches.</param>
    public static async Task<IReadOnlyList<Row>> RunAsync(
        string what, string unit, int rounds, IReadOnlyList<Contender> contenders, CancellationToken cancellationToken)
    {
        var samples = contenders.ToDictionary(contender => contender.Name, _ => new List<double>());

        for (var round = -1; round < rounds; round++)
        {
            foreach (var contender in contenders)
            {
                var sample = await SampleAsync(contender, cancellationToken);

                if (round >= 0)
                {
                    samples[contender.Name].Add(sample);
                }
            }
        }

        var baseline = Distribution.From(samples[contenders[0].Name]);
        return [.. contenders.Select(contender => Row.Against(what, contender.Name, unit, Distribution.From(samples[contender.Name]), contenders[0].Name, baseline))];
    }

    private static async Task<double> SampleAsync(Contender contender, CancellationToken cancellationToken)
    {
        try
        {
            return await contender.Sample(cancellationToken);
        }
        catch (Exception failure) when (failure is HttpRequestException or InvalidOperationException)
        {
            throw new InvalidOperationException($"'{contender.Name}' could not be measured: {failure.Message}", failure);
        }
    }
}
