using System.Net;
using System.Text;

namespace FcWorkflowTrigger.Tests.Cloud;

/// <summary>Answers every request with one reply and keeps what was asked; no socket is opened.</summary>
internal sealed class StubHttp(HttpStatusCode status, string body, params (string Name, string Value)[] headers) : HttpMessageHandler
{
    public List<Sent> Requests { get; } = [];

    /// <summary>The token that each request was sent with.</summary>
    public List<CancellationToken> Tokens { get; } = [];

    public HttpMessageInvoker Invoker => new(this);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var sent = request.Content is null ? null : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        Requests.Add(new(request, sent));
        Tokens.Add(cancellationToken);
        var reply = new HttpResponseMessage(status) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };

        foreach (var (name, value) in headers)
        {
            _ = reply.Headers.TryAddWithoutValidation(name, value) || reply.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return reply;
    }
}

/// <summary>A request as it would have gone over the wire.</summary>
internal sealed class Sent
{
    private readonly Dictionary<string, string> _headers;

    public Sent(HttpRequestMessage request, byte[]? body)
    {
        (Method, Url, Body) = (request.Method.Method, request.RequestUri!.AbsoluteUri, Encoding.UTF8.GetString(body ?? []));
        _headers = request.Headers.NonValidated.Concat(request.Content?.Headers.NonValidated ?? [])
            .ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
    }

    public string Method { get; }

    public string Url { get; }

    public string Body { get; }

    /// <summary>The header of that name; null when there is none.</summary>
    public string? Header(string name) => _headers.GetValueOrDefault(name);
}
