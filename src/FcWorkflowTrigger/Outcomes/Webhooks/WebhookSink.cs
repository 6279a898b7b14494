using System.Globalization;
using System.Net;
using System.Text;
using FcWorkflowTrigger.Cloud.Http;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Outcomes.Webhooks;

/// <summary>POSTs outcomes to one endpoint as Standard Webhooks 1.0: only 2xx is success, 410 means never again, nothing is followed.</summary>
internal sealed class WebhookSink(Uri endpoint, OutcomeOptions settings, IServiceHttp http, TimeProvider clock) : IOutcomeSink
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    private readonly HttpOrigin _origin = HttpOrigin.From(endpoint);
    private readonly byte[] _target = Encoding.ASCII.GetBytes(endpoint.PathAndQuery);

    /// <summary>A digest, since the path of an address may be its password.</summary>
    public string Name { get; } = $"webhook-{Sha256Hex.Compute(endpoint.AbsoluteUri)[..12]}";

    public async Task<SinkReply> DeliverAsync(Outcome outcome, CancellationToken cancellationToken)
    {
        using var request = Request(outcome);
        using var deadline = new Deadline(Limit, clock, cancellationToken);

        try
        {
            return Judge(await http.SendAsync(request, deadline.Token));
        }
        catch (HttpRequestException failure)
        {
            return new SinkReply.Later($"no answer ({failure.HttpRequestError})");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new SinkReply.Later($"no answer within {Limit.TotalSeconds:0} s");
        }
    }

    private ServiceCall Request(Outcome outcome)
    {
        var (body, now) = (outcome.ToJson(), clock.GetUtcNow());
        return new ServiceCall("POST", _origin, _target, body) { IsJudgedByHead = true }
            .Header("Content-Type", "application/json")
            .Header(WebhookSignature.IdHeader, outcome.Id)
            .Header(WebhookSignature.TimestampHeader, WebhookSignature.Seconds(now))
            .Header(WebhookSignature.SignatureHeader, WebhookSignature.Compute(outcome.Id, now, body, settings.Secrets));
    }

    private SinkReply Judge(ServiceReply reply) => reply switch
    {
        { IsSuccess: true } => new SinkReply.Delivered(),
        { Status: HttpStatusCode.Gone } => new SinkReply.Gone(),
        _ => new SinkReply.Later($"answered {(int)reply.Status}", RetryAfter(reply)),
    };

    // Seconds, or the time itself (RFC 9110, 10.2.3).
    private TimeSpan? RetryAfter(ServiceReply reply) =>
        int.TryParse(reply.Header("Retry-After"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : reply.Time("Retry-After") - clock.GetUtcNow();
}
