namespace FcWorkflowTrigger.Simulation.Engine;

/// <summary>The random numbers of one schedule, all from one seed.</summary>
internal sealed class Dice(int seed)
{
    private readonly Random _random = new(seed);

    public int Below(int limit) => _random.Next(limit);

    /// <param name="chance">0 to 1.</param>
    public bool Roll(double chance) => chance > 0 && _random.NextDouble() < chance;

    public T Pick<T>(ReadOnlySpan<T> from) => from[_random.Next(from.Length)];

    public TimeSpan Between(TimeSpan least, TimeSpan most) => least + ((most - least) * _random.NextDouble());

    public double Fraction() => _random.NextDouble();
}
