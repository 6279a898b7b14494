using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Cloud.Http;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Tests.Cloud.Http;
using Microsoft.Extensions.Time.Testing;

namespace FcWorkflowTrigger.Tests.Cloud.Ims;

/// <summary>The framework's handler repeats some requests by itself when a kept connection breaks; a start must not be one of them.</summary>
public sealed class OnceOnlySendTests : IDisposable
{
    private const string Body = "{\"WorkflowTask\":{\"TaskId\":\"t\",\"Status\":\"Init\"}}";

    private readonly RawServer _server = new();
    private readonly HttpMessageInvoker _http = CloudHttp.Create(CloudHttp.CreateHandler());

    public OnceOnlySendTests() => _server.Serve(async connection =>
    {
        // Answers the first request of every connection, and closes the connection after the second.
        await connection.ReadRequestAsync();
        await connection.SayAsync($"HTTP/1.1 200 OK\r\nContent-Length: {Body.Length}\r\n\r\n{Body}");
        await connection.ReadRequestAsync();
        connection.HangUp();
    });

    [Fact]
    public async Task A_start_is_sent_once_even_when_a_kept_connection_breaks_before_the_reply()
    {
        var client = new ImsClient(_http, _server.Url, new(new("local", "local-secret", null)), new CloudClock(new FakeTimeProvider(TestData.Now)), new ImsRateLimiter(0, TimeProvider.System));
        await client.GetWorkflowTaskAsync(new(TestData.TaskId), default);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.StartWorkflowAsync(new("w", "{}", "{}"), new(TestData.Now, "nonce"), default));

        Assert.Equal((1, 2), (_server.Connections, _server.Requests.Count));
    }

    /// <summary>What the test above would see without the content. Should this fail, the handler has changed, and the other proves less.</summary>
    [Fact]
    public async Task A_request_without_content_is_repeated_by_the_handler()
    {
        await PostAsync();

        await PostAsync();

        Assert.Equal((2, 3), (_server.Connections, _server.Requests.Count));
    }

    public void Dispose()
    {
        _http.Dispose();
        _server.Dispose();
    }

    private async Task PostAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _server.Url);
        using var reply = await _http.SendAsync(request, default);
    }
}
