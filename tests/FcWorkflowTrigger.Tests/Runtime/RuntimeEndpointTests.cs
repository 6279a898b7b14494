using FcWorkflowTrigger.Runtime;
using FcWorkflowTrigger.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FcWorkflowTrigger.Tests.Runtime;

public sealed class RuntimeEndpointTests
{
    // Function Compute reuses a connection idle for 15 minutes; at infinity, which Kestrel takes for the longest span, its sums overflow.
    [Fact]
    public async Task Idle_connections_outlive_function_computes_own_patience_by_a_finite_time()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.AddRuntime(Settings(), environment: null);
        await using var app = builder.Build();

        var limits = app.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;

        Assert.InRange(limits.KeepAliveTimeout, TimeSpan.FromMinutes(15), TimeSpan.FromDays(30));
    }

    private static AppSettings Settings() => new(
        FunctionRole.Ingest,
        "cn-shanghai",
        Given.Rules(),
        new("ledger", LedgerMode.Slots, new("https://oss.invalid")),
        Given.Ims,
        Given.StartOptions,
        [Given.Secret],
        9000,
        "instance-1");
}
