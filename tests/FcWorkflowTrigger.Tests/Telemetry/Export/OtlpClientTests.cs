using System.Net;
using System.Text.Json;
using FcWorkflowTrigger.Telemetry;
using FcWorkflowTrigger.Telemetry.Export;
using FcWorkflowTrigger.Telemetry.Otlp;
using FcWorkflowTrigger.Tests.Cloud;
using Microsoft.Extensions.Time.Testing;

namespace FcWorkflowTrigger.Tests.Telemetry.Export;

public sealed class OtlpClientTests
{
    private static readonly TelemetryOptions Options = TelemetryOptions.None with
    {
        Traces = new("https://collector.example.com/otlp/v1/traces"),
        Protocol = OtlpProtocol.Json,
        Headers = new Dictionary<string, string> { ["Authentication"] = "a token" },
        Timeout = TimeSpan.FromSeconds(10),
    };

    private readonly FakeTimeProvider _time = new(TestData.Now);

    [Fact]
    public async Task A_message_is_posted_with_the_headers_that_are_set()
    {
        var http = new StubHttp(HttpStatusCode.OK, "{}");

        Assert.IsType<OtlpReply.Accepted>(await new OtlpClient(Options, http.Invoker, _time).SendAsync(new ExportTraceServiceRequest([new(new([]), [])]), default));

        var sent = Assert.Single(http.Requests);
        Assert.Equal(("POST", Options.Traces!.AbsoluteUri, "application/json", "a token"), (sent.Method, sent.Url, sent.Header("Content-Type"), sent.Header("Authentication")));
        Assert.Equal("""{"resourceSpans":[{"resource":{}}]}""", sent.Body);
    }

    [Fact]
    public async Task The_other_form_is_named_by_its_own_type()
    {
        var http = new StubHttp(HttpStatusCode.OK, "");

        await new OtlpClient(Options with { Protocol = OtlpProtocol.Protobuf }, http.Invoker, _time).SendAsync(new ExportTraceServiceRequest([]), default);

        Assert.Equal(("application/x-protobuf", ""), (http.Requests.Single().Header("Content-Type"), http.Requests.Single().Body));
    }

    [Fact]
    public async Task A_signal_without_an_address_is_not_sent()
    {
        var http = new StubHttp(HttpStatusCode.OK, "");

        Assert.IsType<OtlpReply.Accepted>(await new OtlpClient(Options, http.Invoker, _time).SendAsync(new ExportMetricsServiceRequest([]), default));

        Assert.Empty(http.Requests);
    }

    [Fact]
    public async Task Each_signal_has_its_own_address()
    {
        var http = new StubHttp(HttpStatusCode.OK, "{}");
        var client = new OtlpClient(Options with { Metrics = new("https://collector.example.com/otlp/v1/metrics") }, http.Invoker, _time);

        await client.SendAsync(new ExportMetricsServiceRequest([]), default);
        await client.SendAsync(new ExportTraceServiceRequest([]), default);

        Assert.Equal(["https://collector.example.com/otlp/v1/metrics", "https://collector.example.com/otlp/v1/traces"], http.Requests.Select(sent => sent.Url));
    }

    [Fact]
    public async Task A_collector_that_is_not_there_is_tried_again_later() => Assert.Equal(
        new OtlpReply.Later("no answer (ConnectionError)"),
        await new OtlpClient(Options, new(new AbsentHttp()), _time).SendAsync(new ExportTraceServiceRequest([]), default));

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task What_may_be_mended_is_sent_again(HttpStatusCode status) => Assert.Equal(new OtlpReply.Later($"answered {(int)status}"), await SendAsync(status));

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(HttpStatusCode.UnprocessableEntity)]
    public async Task What_the_collector_cannot_read_is_not_sent_again(HttpStatusCode status) => Assert.Equal(new OtlpReply.Refused($"answered {(int)status}"), await SendAsync(status));

    [Fact]
    public async Task A_collector_that_says_nothing_is_left_after_the_timeout()
    {
        var sending = new OtlpClient(Options, new(new SilentHttp()), _time).SendAsync(new ExportTraceServiceRequest([]), default);

        _time.Advance(Options.Timeout);

        Assert.Equal(new OtlpReply.Later("no answer within 10000 ms"), await sending);
    }

    [Fact]
    public void Neither_an_address_nor_a_header_is_told()
    {
        Assert.DoesNotContain("token", Options.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("collector", Options.ToString(), StringComparison.Ordinal);
        Assert.Contains("token", JsonSerializer.Serialize(Options.Headers), StringComparison.Ordinal);
    }

    private Task<OtlpReply> SendAsync(HttpStatusCode status) => new OtlpClient(Options, new StubHttp(status, "").Invoker, _time).SendAsync(new ExportTraceServiceRequest([]), default);

    private sealed class AbsentHttp : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new HttpRequestException(HttpRequestError.ConnectionError);
    }

    private sealed class SilentHttp : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            throw new InvalidOperationException("It never ends.");
        }
    }
}
