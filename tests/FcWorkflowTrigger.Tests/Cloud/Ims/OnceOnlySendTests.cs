using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Cloud.Http;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Tests.Cloud.Http;
using Microsoft.Extensions.Time.Testing;

namespace FcWorkflowTrigger.Tests.Cloud.Ims;

/// <summary>A kept connection can break under a request, and a start must not be sent again for it.</summary>
public sealed class OnceOnlySendTests
{
    private readonly List<FakeConnection> _wires = [];

    [Fact]
    public async Task A_start_is_sent_once_even_when_a_kept_connection_breaks_before_the_reply()
    {
        using var http = new ServiceHttp((_, _) => Task.FromResult(Answering().Connection), TimeProvider.System);
        var client = new ImsClient(http, new("http://127.0.0.1:1"), new(new("local", "local-secret", null)), new CloudClock(new FakeTimeProvider(TestData.Now)), new ImsRateLimiter(0, TimeProvider.System));
        await client.GetWorkflowTaskAsync(new(TestData.TaskId), default);

        var starting = client.StartWorkflowAsync(new("w", "{}", "{}"), new(TestData.Now, "nonce"), default);
        await _wires[0].HangUpAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => starting);
        Assert.Equal(2, _wires.Sum(wire => wire.Requests.Split("POST ").Length - 1));
    }

    /// <summary>Has the answer to a first request ready.</summary>
    private FakeConnection Answering()
    {
        const string Body = "{\"WorkflowTask\":{\"TaskId\":\"t\",\"Status\":\"Init\"}}";
        var wire = new FakeConnection();
        _wires.Add(wire);
        _ = wire.SayAsync($"HTTP/1.1 200 OK\r\nContent-Length: {Body.Length}\r\n\r\n{Body}");
        return wire;
    }
}
