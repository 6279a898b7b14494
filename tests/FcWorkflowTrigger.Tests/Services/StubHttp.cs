using System.Net;

namespace FcWorkflowTrigger.Tests.Services;

/// <summary>Answers every request with one reply and keeps what was asked; no socket is opened.</summary>
internal sealed class StubHttp(HttpStatusCode status, string body, params (string Name, string Value)[] headers) : HttpMessageHandler
{
    public List<HttpRequestMessage> Requests { get; } = [];

    public HttpClient Client => new(this);

    /// <summary>As the cloud is called: a reply is not read before somebody reads it.</summary>
    public HttpMessageInvoker Invoker => new(this);

    public Func<HttpContent> Content { get; init; } = () => new StringContent(body);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Add(request);
        var reply = new HttpResponseMessage(status) { Content = Content() };

        foreach (var (name, value) in headers)
        {
            reply.Headers.TryAddWithoutValidation(name, value);
        }

        return Task.FromResult(reply);
    }
}
