using System.Net;
using FcWorkflowTrigger.Cloud.Http;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Formats;

namespace FcWorkflowTrigger.Outcomes.Webhooks;

/// <summary>POSTs outcomes to one endpoint as Standard Webhooks 1.0: only 2xx is success, 410 ends the delivery, and redirects are not followed.</summary>
internal sealed class WebhookSink(Uri endpoint, OutcomeOptions options, HttpMessageInvoker http, TimeProvider clock) : IOutcomeSink
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    /// <summary>A digest of the address, because the path of an address may be a password.</summary>
    public string Name { get; } = $"webhook-{Sha256Hex.Compute(endpoint.AbsoluteUri)[..12]}";

    public async Task<SinkReply> DeliverAsync(Outcome outcome, CancellationToken cancellationToken)
    {
        using var request = Request(outcome);
        using var deadline = new Deadline(Limit, clock, cancellationToken);

        try
        {
            using var reply = await http.SendAsync(request, deadline.Token);
            return Judge(reply);
        }
        catch (HttpRequestException failure)
        {
            return new SinkReply.Later($"no answer ({failure.HttpRequestError})");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new SinkReply.Later($"no answer within {Limit.TotalSeconds:0} s", IsTimeout: true);
        }
    }

    private HttpRequestMessage Request(Outcome outcome)
    {
        var (body, now) = (outcome.ToJson(), clock.GetUtcNow());
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new OnceContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        request.AddHeader(WebhookSignature.IdHeader, outcome.Id);
        request.AddHeader(WebhookSignature.TimestampHeader, WebhookSignature.Seconds(now));
        request.AddHeader(WebhookSignature.SignatureHeader, WebhookSignature.Compute(outcome.Id, now, body, options.Secrets));

        if (outcome.Trace is { } trace)
        {
            request.AddHeader(TraceParent.Name, trace.ParentFor(outcome.Data.Run.Seq, Name).ToString());
        }

        return request;
    }

    private SinkReply Judge(HttpResponseMessage reply) => reply switch
    {
        { IsSuccessStatusCode: true } => new SinkReply.Delivered(),
        { StatusCode: HttpStatusCode.Gone } => new SinkReply.Gone(),
        _ => new SinkReply.Later($"answered {(int)reply.StatusCode}", RetryAfter(reply)),
    };

    // Seconds, or a time (RFC 9110, 10.2.3).
    private TimeSpan? RetryAfter(HttpResponseMessage reply) =>
        reply.Headers.RetryAfter is { } after ? after.Delta ?? (after.Date - clock.GetUtcNow()) : null;
}
