using System.Net;
using System.Text.Json;
using FcWorkflowTrigger.Outcomes;
using FcWorkflowTrigger.Outcomes.Webhooks;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Tests.Cloud;
using Microsoft.Extensions.Time.Testing;

namespace FcWorkflowTrigger.Tests.Outcomes.Webhooks;

public sealed class WebhookSinkTests
{
    private static readonly Uri Endpoint = new("https://hooks.example.com/T0/secret-path?token=abc");

    private readonly FakeTimeProvider _time = new(TestData.Now);

    [Fact]
    public async Task An_outcome_is_posted_as_a_standard_webhook()
    {
        var http = new StubHttp(HttpStatusCode.NoContent, "");

        Assert.IsType<SinkReply.Delivered>(await Sink(http).DeliverAsync(Sample, default));

        var sent = Assert.Single(http.Requests);
        Assert.Equal(("POST", Endpoint.AbsoluteUri, "application/json"), (sent.Method, sent.Url, sent.Header("Content-Type")));
        Assert.Equal(Sample.ToJson(), TestData.Bytes(sent.Body));
        Assert.Equal(Sample.Id, sent.Header("webhook-id"));
        Assert.Equal($"{TestData.Now.ToUnixTimeSeconds()}", sent.Header("webhook-timestamp"));
        Assert.Equal(
            WebhookSignature.Compute(Sample.Id, TestData.Now, Sample.ToJson(), [TestData.Secret]), sent.Header("webhook-signature"));
    }

    [Fact]
    public async Task A_receiver_is_told_the_trace_of_the_run()
    {
        var http = new StubHttp(HttpStatusCode.NoContent, "");
        var (trace, sink) = (new RunTrace(TestData.RunId, null), Sink(http));

        await sink.DeliverAsync(Sample with { Trace = trace }, default);
        await sink.DeliverAsync(Sample, default);

        Assert.Equal($"00-{TestData.RunId.Value[8..]}-{trace.SpanId($"{Sample.Data.Run.Seq}/{sink.Name}")}-01", http.Requests[0].Header("traceparent"));
        Assert.Null(http.Requests[1].Header("traceparent"));
    }

    [Theory]
    [InlineData(HttpStatusCode.Found)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.InternalServerError)]
    public async Task Any_other_answer_than_2xx_is_a_failure_for_now(HttpStatusCode status) =>
        Assert.Equal(new SinkReply.Later($"answered {(int)status}"), await Sink(new(status, "")).DeliverAsync(Sample, default));

    [Fact]
    public async Task A_410_ends_it() => Assert.IsType<SinkReply.Gone>(await Sink(new(HttpStatusCode.Gone, "")).DeliverAsync(Sample, default));

    [Fact]
    public async Task A_receiver_may_ask_for_time() => Assert.Equal(
        new SinkReply.Later("answered 503", TimeSpan.FromMinutes(10)),
        await Sink(new(HttpStatusCode.ServiceUnavailable, "", ("Retry-After", "600"))).DeliverAsync(Sample, default));

    [Fact]
    public async Task A_receiver_may_ask_for_time_by_the_clock() => Assert.Equal(
        new SinkReply.Later("answered 503", TimeSpan.FromMinutes(10)),
        await Sink(new(HttpStatusCode.ServiceUnavailable, "", ("Retry-After", TestData.Now.AddMinutes(10).ToString("R")))).DeliverAsync(Sample, default));

    [Fact]
    public async Task A_delivery_whose_function_has_no_time_left_is_no_answer_of_the_receiver()
    {
        using var function = new CancellationTokenSource();
        var delivering = new WebhookSink(Endpoint, Settings, new(new SilentHttp()), _time).DeliverAsync(Sample, function.Token);

        await function.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => delivering);
    }

    [Fact]
    public async Task A_receiver_that_says_nothing_for_15_seconds_is_left()
    {
        var delivering = new WebhookSink(Endpoint, Settings, new(new SilentHttp()), _time).DeliverAsync(Sample, default);

        _time.Advance(TimeSpan.FromSeconds(15));

        Assert.Equal(new SinkReply.Later("no answer within 15 s", IsTimeout: true), await delivering);
    }

    [Fact]
    public void Its_name_is_stable_and_gives_nothing_away()
    {
        var name = Sink(new(HttpStatusCode.OK, "")).Name;

        Assert.Equal(name, Sink(new(HttpStatusCode.OK, "")).Name);
        Assert.Matches("^webhook-[0-9a-f]{12}$", name);
    }

    private static OutcomeOptions Settings { get; } = new([Endpoint], [TestData.Secret], AllowPrivate: false);

    private static Outcome Sample { get; } = JsonSerializer.Deserialize(TestData.Sample("outcome-succeeded.json"), OutcomesJson.Default.Outcome)!;

    private WebhookSink Sink(StubHttp http) => new(Endpoint, Settings, http.Invoker, _time);

    private sealed class SilentHttp : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            throw new InvalidOperationException("It never ends.");
        }
    }
}
