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
    [InlineData(HttpStatusCode.EarlyHints)]
    [InlineData(HttpStatusCode.MultipleChoices)]
    [InlineData(HttpStatusCode.MovedPermanently)]
    [InlineData(HttpStatusCode.Found)]
    [InlineData(HttpStatusCode.TemporaryRedirect)]
    [InlineData(HttpStatusCode.PermanentRedirect)]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Conflict)]
    [InlineData(HttpStatusCode.PreconditionFailed)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData((HttpStatusCode)599)]
    public async Task Any_other_answer_than_2xx_is_a_failure_for_now(HttpStatusCode status) =>
        Assert.Equal(new SinkReply.Later($"answered {(int)status}"), await Sink(new(status, "")).DeliverAsync(Sample, default));

    [Theory]
    [InlineData(HttpStatusCode.OK)]
    [InlineData(HttpStatusCode.Accepted)]
    [InlineData((HttpStatusCode)299)]
    public async Task Every_2xx_is_a_success_whatever_else_it_says(HttpStatusCode status) =>
        Assert.Equal(new SinkReply.Delivered(), await Sink(new(status, "no", ("Retry-After", "600"))).DeliverAsync(Sample, default));

    [Fact]
    public async Task Each_secret_signs_what_is_posted()
    {
        var http = new StubHttp(HttpStatusCode.NoContent, "");
        byte[][] secrets = [TestData.Secret, TestData.Bytes("the new secret of thirty-two by.")];

        await new WebhookSink(Endpoint, Settings with { Secrets = secrets }, http.Invoker, _time).DeliverAsync(Sample, default);

        Assert.Equal(WebhookSignature.Compute(Sample.Id, TestData.Now, Sample.ToJson(), secrets), Assert.Single(http.Requests).Header("webhook-signature"));
    }

    [Fact]
    public async Task A_connection_that_fails_is_a_failure_for_now_and_names_no_address()
    {
        var sink = new WebhookSink(Endpoint, Settings, new(new FailingHttp()), _time);

        Assert.Equal(new SinkReply.Later("no answer (ConnectionError)"), await sink.DeliverAsync(Sample, default));
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("Mon, 23 Nov 2026 00:15:00 GMT", -86_400)]
    [InlineData("soon", null)]
    public async Task What_a_receiver_asks_is_taken_as_it_is_and_what_is_neither_seconds_nor_a_time_is_nothing(string asked, int? seconds) => Assert.Equal(
        new SinkReply.Later("answered 429", seconds is { } after ? TimeSpan.FromSeconds(after) : null),
        await Sink(new(HttpStatusCode.TooManyRequests, "", ("Retry-After", asked))).DeliverAsync(Sample, default));

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

        _time.Advance(TimeSpan.FromSeconds(15) - TimeSpan.FromMilliseconds(1));
        Assert.False(delivering.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));

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

    private sealed class FailingHttp : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new HttpRequestException(HttpRequestError.ConnectionError, $"{Endpoint} is not there");
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
