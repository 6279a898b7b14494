using FcWorkflowTrigger.Emulator.Ims.Callbacks;
using FcWorkflowTrigger.Emulator.Tls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace FcWorkflowTrigger.Emulator.Tests.Ims.Callbacks;

public sealed class CallbackClientTests : IDisposable
{
    private readonly LocalAuthority _authority = LocalAuthority.Create(TimeProvider.System.GetUtcNow());
    private readonly LocalAuthority _other = LocalAuthority.Create(TimeProvider.System.GetUtcNow());

    public void Dispose()
    {
        _authority.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task A_trigger_under_the_authority_is_called()
    {
        await using var trigger = await LoopbackServer.StartAsync(app => app.Run(http => http.Response.WriteAsync("received")), _authority.Server);
        using var client = CallbackClient.Create(_authority.Trust());

        Assert.Equal("received", await client.GetStringAsync(trigger.Url));
    }

    [Fact]
    public async Task A_trigger_under_another_authority_is_not()
    {
        var called = false;
        await using var trigger = await LoopbackServer.StartAsync(
            app => app.Run(http =>
            {
                called = true;
                return Task.CompletedTask;
            }),
            _other.Server);
        using var client = CallbackClient.Create(_authority.Trust());

        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync(trigger.Url));

        Assert.Equal(HttpRequestError.SecureConnectionError, refused.HttpRequestError);
        Assert.False(called);
    }
}
