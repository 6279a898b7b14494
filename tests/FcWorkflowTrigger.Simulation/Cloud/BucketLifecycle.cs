using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Simulation.Engine;

namespace FcWorkflowTrigger.Simulation.Cloud;

/// <summary>The lifecycle rules that the documentation tells users to set. OSS applies them once a day, to one object after the other and in no order.</summary>
internal sealed class BucketLifecycle(EventLoop loop, OssBucket bucket)
{
    /// <summary>How many days records and the entries of ends are kept.</summary>
    public const int RecordDays = 120;

    private static readonly TimeSpan Pass = TimeSpan.FromHours(12);
    private static readonly TimeSpan Daily = TimeSpan.FromDays(1);

    public void RunFor(TimeSpan time)
    {
        if (time > Daily)
        {
            loop.After(Daily, null, () =>
            {
                Begin();
                RunFor(time - Daily);
            });
        }
    }

    private void Begin()
    {
        foreach (var (key, stored) in bucket.Objects.Where(stored => DaysOf(stored.Key) is { } days && stored.Value.At.AddDays(days) <= loop.Now).ToArray())
        {
            loop.After(loop.Dice.Between(TimeSpan.Zero, Pass), null, () => bucket.Expire(key, stored.At));
        }
    }

    private static int? DaysOf(string key) => key.Split('/')[0] switch
    {
        "r" or "a" or "t" or "w" or "i" or EndEntry.Root => RecordDays,
        "bd" => 7,
        "u" => 180,
        _ => null,
    };
}
