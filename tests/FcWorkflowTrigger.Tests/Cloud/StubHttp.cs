using System.Net;
using System.Text;
using FcWorkflowTrigger.Cloud.Http;

namespace FcWorkflowTrigger.Tests.Cloud;

/// <summary>Answers every request with one reply and keeps what was asked; no socket is opened.</summary>
internal sealed class StubHttp(HttpStatusCode status, string body, params (string Name, string Value)[] headers) : IServiceHttp
{
    public List<Sent> Requests { get; } = [];

    public ValueTask<ServiceReply> SendAsync(ServiceCall call, CancellationToken cancellationToken)
    {
        Requests.Add(new(call));
        var head = string.Join("\r\n", headers.Select(header => $"{header.Name}: {header.Value}"));
        return ValueTask.FromResult(new ServiceReply(status, Encoding.UTF8.GetBytes(head), Encoding.UTF8.GetBytes(body)));
    }
}

/// <summary>A request as it would have gone over the wire.</summary>
internal sealed class Sent(ServiceCall call)
{
    private readonly string[] _lines = Encoding.UTF8.GetString(call.Complete().Span).Split("\r\n");

    public string Method => _lines[0].Split(' ')[0];

    public string Url => $"{(call.Origin.IsTls ? "https" : "http")}://{Header("Host")}{_lines[0].Split(' ')[1]}";

    /// <summary>What follows the empty line.</summary>
    public string Body => string.Join("\r\n", _lines.SkipWhile(line => line.Length > 0).Skip(1));

    /// <summary>The one header of that name; null when there is none.</summary>
    public string? Header(string name) => _lines
        .TakeWhile(line => line.Length > 0)
        .SingleOrDefault(line => line.StartsWith($"{name}: ", StringComparison.OrdinalIgnoreCase))?[(name.Length + 2)..];
}
