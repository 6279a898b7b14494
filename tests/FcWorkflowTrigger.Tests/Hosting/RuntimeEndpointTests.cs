using FcWorkflowTrigger.Hosting;

namespace FcWorkflowTrigger.Tests.Hosting;

public sealed class RuntimeEndpointTests
{
    internal static readonly HostingOptions Options = new("ingest", 9000, "instance-1");

    [Fact]
    public void The_server_can_be_reached_from_outside_the_instance() => Assert.Equal("0.0.0.0:9000", $"{HostingRegistration.EndPoint(Options)}");

    // Function Compute reuses a connection idle for 15 minutes; at infinity, which Kestrel takes for the longest span, its sums overflow.
    [Fact]
    public void Idle_connections_outlive_function_computes_own_time_limit_by_a_finite_time()
    {
        var limits = HostingRegistration.ServerOptions(Options).Limits;

        Assert.InRange(limits.KeepAliveTimeout, TimeSpan.FromMinutes(15), TimeSpan.FromDays(30));
    }

    /// <summary>Function Compute hands over events of up to 32 MB, and may freeze an instance in the middle of a body.</summary>
    [Fact]
    public void The_largest_event_is_taken_however_slowly_it_comes_and_no_more_than_a_head_is_read_ahead()
    {
        var options = HostingRegistration.ServerOptions(Options);

        Assert.Equal(32 * 1024 * 1024, options.Limits.MaxRequestBodySize);
        Assert.Equal((null, null), (options.Limits.MinRequestBodyDataRate, options.Limits.MinResponseDataRate));
        Assert.Equal(64 * 1024, HostingRegistration.TransportOptions().MaxReadBufferSize);
        Assert.False(options.AddServerHeader);
    }
}
