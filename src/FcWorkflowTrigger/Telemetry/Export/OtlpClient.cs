using System.Net;
using FcWorkflowTrigger.Cloud.Http;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Telemetry.Otlp;

namespace FcWorkflowTrigger.Telemetry.Export;

/// <summary>POSTs messages to a collector by OTLP/HTTP (OpenTelemetry, "OTLP Specification", "OTLP/HTTP").</summary>
internal sealed class OtlpClient(TelemetryOptions options, HttpMessageInvoker http, TimeProvider clock) : IOtlpClient
{
    public Task<OtlpReply> SendAsync(ExportTraceServiceRequest traces, CancellationToken cancellationToken) =>
        SendAsync(options.Traces, traces, cancellationToken);

    public Task<OtlpReply> SendAsync(ExportMetricsServiceRequest metrics, CancellationToken cancellationToken) =>
        SendAsync(options.Metrics, metrics, cancellationToken);

    private async Task<OtlpReply> SendAsync(Uri? address, IOtlpMessage message, CancellationToken cancellationToken)
    {
        if (address is null)
        {
            return OtlpReply.Accepted.Instance;
        }

        using var request = CreateRequest(address, message);
        using var deadline = new Deadline(options.Timeout, clock, cancellationToken);

        try
        {
            using var reply = await http.SendAsync(request, deadline.Token);
            return Judge(reply);
        }
        catch (HttpRequestException failure)
        {
            return new OtlpReply.Later($"no answer ({failure.HttpRequestError})");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new OtlpReply.Later($"no answer within {options.Timeout.TotalMilliseconds:0} ms");
        }
    }

    private HttpRequestMessage CreateRequest(Uri address, IOtlpMessage message)
    {
        var (body, type) = options.Protocol == OtlpProtocol.Json
            ? (ProtobufJsonWriter.Serialize(message), "application/json")
            : (ProtobufWriter.Serialize(message), "application/x-protobuf");
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new OnceContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);

        foreach (var (name, value) in options.Headers)
        {
            request.AddHeader(name, value);
        }

        return request;
    }

    // Wrong keys or a wrong address can be mended, so the backlog waits for that; it is bounded.
    private static OtlpReply Judge(HttpResponseMessage reply) => reply switch
    {
        { IsSuccessStatusCode: true } => OtlpReply.Accepted.Instance,
        { StatusCode: HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity } => new OtlpReply.Refused($"answered {(int)reply.StatusCode}"),
        _ => new OtlpReply.Later($"answered {(int)reply.StatusCode}"),
    };
}
