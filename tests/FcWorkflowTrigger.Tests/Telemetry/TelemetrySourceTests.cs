using FcWorkflowTrigger.Telemetry;

namespace FcWorkflowTrigger.Tests.Telemetry;

public sealed class TelemetrySourceTests
{
    [Fact]
    public void The_resource_says_where_it_runs_by_the_semantic_conventions() => Assert.Equal(
        ["service.name=fc-workflow-trigger", "cloud.provider=alibaba_cloud", "cloud.platform=alibaba_cloud_fc", "cloud.region=cn-shanghai", "faas.name=video-reconcile"],
        Attributes(TelemetrySource.Create("cn-shanghai", new Dictionary<string, string>(), "video-reconcile")));

    [Fact]
    public void Outside_of_Function_Compute_no_function_is_named() =>
        Assert.DoesNotContain(Attributes(TelemetrySource.Create("cn-shanghai", new Dictionary<string, string>())), attribute => attribute.StartsWith("faas.", StringComparison.Ordinal));

    [Fact]
    public void What_the_user_gives_goes_before_what_is_found()
    {
        var attributes = Attributes(TelemetrySource.Create("cn-shanghai", new Dictionary<string, string> { ["service.name"] = "mine", ["team"] = "video" }));

        Assert.Contains("service.name=mine", attributes);
        Assert.Contains("team=video", attributes);
        Assert.DoesNotContain("service.name=fc-workflow-trigger", attributes);
    }

    private static string[] Attributes(TelemetrySource source) => [.. source.Resource.Attributes.Select(attribute => $"{attribute.Key}={attribute.Value.StringValue}")];
}
