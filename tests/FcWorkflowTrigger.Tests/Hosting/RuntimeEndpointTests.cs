using FcWorkflowTrigger.Callback.Authentication;
using FcWorkflowTrigger.Hosting;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Settings;

namespace FcWorkflowTrigger.Tests.Hosting;

public sealed class RuntimeEndpointTests
{
    // Function Compute reuses a connection idle for 15 minutes; at infinity, which Kestrel takes for the longest span, its sums overflow.
    [Fact]
    public void Idle_connections_outlive_function_computes_own_time_limit_by_a_finite_time()
    {
        var limits = HostingRegistration.ServerOptions(Settings()).Limits;

        Assert.InRange(limits.KeepAliveTimeout, TimeSpan.FromMinutes(15), TimeSpan.FromDays(30));
    }

    internal static AppSettings Settings() => new(FunctionRole.Ingest, "cn-shanghai", 9000, "instance-1")
    {
        Rules = TestData.Rules(),
        Ledger = new("ledger", LedgerMode.Slots, new("https://oss.invalid")),
        Ims = TestData.Ims,
        Start = TestData.StartOptions,
        Callback = new([TestData.Secret], SignatureOptions.None, null),
    };
}
