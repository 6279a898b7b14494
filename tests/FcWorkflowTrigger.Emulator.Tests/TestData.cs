using FcWorkflowTrigger.Emulator.Fc.Deployment;
using FcWorkflowTrigger.Emulator.Oss;
using FcWorkflowTrigger.Emulator.Shared;
using Microsoft.Extensions.Time.Testing;

namespace FcWorkflowTrigger.Emulator.Tests;

/// <summary>Valid test data. A test changes only what matters to it.</summary>
internal static class TestData
{
    public static readonly DateTimeOffset Now = new(2026, 11, 24, 0, 15, 0, TimeSpan.Zero);
    public static readonly DataFolder NoData = new(null);

    public static FakeTimeProvider Time() => new(Now);

    public static EmulatorClock Clock(TimeProvider? time = null, DataFolder? data = null) => new(time ?? Time(), data ?? NoData);

    public static OssStore Oss(DataFolder? data = null)
    {
        var oss = new OssStore(Clock(), data ?? NoData);
        oss.CreateBucket("ledger");
        oss.CreateBucket("media-in");
        return oss;
    }

    public static FunctionConfig Function(string name = "ingest", AsyncConfig? async = null) => new(
        name, TimeSpan.FromSeconds(3), 1, 512, new Dictionary<string, string>(), async ?? new(3, TimeSpan.FromHours(1)), []);

    public static Fault Fault(string service, string action, string kind) => new(service, action, kind);

    public static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
