using FcWorkflowTrigger.Hosting;

namespace FcWorkflowTrigger.Tests.Hosting;

public sealed class RuntimeEndpointTests
{
    internal static readonly HostingOptions Options = new("ingest", 9000, "instance-1");

    // Function Compute reuses a connection idle for 15 minutes; at infinity, which Kestrel takes for the longest span, its sums overflow.
    [Fact]
    public void Idle_connections_outlive_function_computes_own_time_limit_by_a_finite_time()
    {
        var limits = HostingRegistration.ServerOptions(Options).Limits;

        Assert.InRange(limits.KeepAliveTimeout, TimeSpan.FromMinutes(15), TimeSpan.FromDays(30));
    }
}
