using FcWorkflowTrigger.Emulator.Fc;
using FcWorkflowTrigger.Emulator.Fc.Instances;

namespace FcWorkflowTrigger.Emulator.Tests.Fc;

public sealed class HttpLimitsTests
{
    [Fact]
    public void A_request_within_the_limits_passes()
    {
        Assert.Null(HttpLimits.Problem(new('p', 4096), [new("x", new('v', 8191))]));
    }

    [Fact]
    public void A_request_over_a_limit_does_not_pass()
    {
        Assert.Equal("path and query exceed 4096 bytes", HttpLimits.Problem(new('p', 4097), []));
        Assert.Equal("request headers exceed 8192 bytes", HttpLimits.Problem("/", [new("x", new('v', 4096)), new("y", new('v', 4095))]));
    }

    [Fact]
    public void A_log_line_is_too_long_by_its_bytes()
    {
        Assert.False(FunctionOutput.IsTooLong(new('x', 32 * 1024)));
        Assert.True(FunctionOutput.IsTooLong(new('春', 11 * 1024)));
    }
}
