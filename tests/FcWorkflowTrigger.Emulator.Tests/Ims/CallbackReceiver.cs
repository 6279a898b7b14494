using System.Net;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace FcWorkflowTrigger.Emulator.Tests.Ims;

/// <summary>A receiver of callbacks. It keeps the received requests and answers with <see cref="Answer"/>.</summary>
internal sealed class CallbackReceiver : HttpMessageHandler
{
    private readonly Channel<Received> _received = Channel.CreateUnbounded<Received>();

    internal sealed record Received(string Url, JsonObject Body, string? Timestamp, string? Signature);

    public HttpStatusCode Answer { get; set; } = HttpStatusCode.OK;

    public async Task<Received> NextAsync() => await _received.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!.AsObject();
        var received = new Received(request.RequestUri!.OriginalString, body, Header(request, "X-ICE-TIMESTAMP"), Header(request, "X-ICE-SIGNATURE"));
        await _received.Writer.WriteAsync(received, cancellationToken);
        return new(Answer);
    }

    private static string? Header(HttpRequestMessage request, string name) => request.Headers.TryGetValues(name, out var values) ? values.Single() : null;
}
