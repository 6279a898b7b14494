using System.Text;
using FcWorkflowTrigger.Ingest;
using FcWorkflowTrigger.Reconcile;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Tests.Reconcile;

public sealed class ReconcileRequestTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("""{"triggerTime":"2026-11-24T00:15:00Z","triggerName":"timerTrigger","payload":""}""")]
    public void The_timer_and_an_empty_object_request_a_sweep(string document) =>
        Assert.IsType<ReconcileRequest.Sweep>(ReconcileRequest.Parse(TestData.Bytes(document)));

    [Fact]
    public void The_sample_of_the_failure_destination_holds_the_event()
    {
        var failed = Assert.IsType<ReconcileRequest.FailedEvent>(ReconcileRequest.Parse(TestData.Bytes(TestData.Sample("failure-destination.json"))));

        Assert.NotEmpty(UploadEvents.Read(failed.Payload, "cn-shanghai"));
    }

    [Fact]
    public void A_payload_that_is_an_object_is_read_too()
    {
        var failed = Assert.IsType<ReconcileRequest.FailedEvent>(ReconcileRequest.Parse(TestData.Bytes("""{"requestPayload":{"events":[]}}""")));

        Assert.Equal(("", """{"events":[]}"""), (failed.RequestId, Encoding.UTF8.GetString(failed.Payload.Span)));
    }

    [Fact]
    public void A_decision_names_its_run_and_its_action() =>
        Assert.Equal("resume", Assert.IsType<ReconcileRequest.Decision>(ReconcileRequest.Parse(TestData.Bytes(TestData.Sample("decision.json")))).Action);

    [Fact]
    public void Every_request_of_an_operator_is_read_as_it_is_documented()
    {
        const string Run = "0123456789abcdef0123456789abcdef01234567";
        _ = RunId.TryParse(Run, out var run);
        var note = new string('n', ReconcileRequest.MaxNoteLength);

        Assert.Equal(new ReconcileRequest.Decision(run, "cancel", note), Read($$"""{"run":"{{Run}}","action":"cancel","note":"{{note}}"}"""));
        Assert.Throws<DecisionException>(() => Read($$"""{"run":"{{Run}}","action":"cancel","note":"{{note}}n"}"""));
        Assert.Equal(new ReconcileRequest.Decision(run, "redrive", IsForced: true), Read($$"""{"run":"{{Run}}","action":"redrive","force":true}"""));
        Assert.Equal(new ReconcileRequest.Decision(run, "redrive"), Read($$"""{"run":"{{Run}}","action":"redrive","force":false}"""));
        Assert.Equal(new ReconcileRequest.Resend(run, 3), Read($$"""{"deliveries":"resend","run":"{{Run}}","end":3}"""));
        Assert.Equal(new ReconcileRequest.TestDeliveries(), Read("""{"deliveries":"test"}"""));
        Assert.Equal(new ReconcileRequest.Replay("u/20261124/1-abc"), Read("""{"events":"replay","key":"u/20261124/1-abc"}"""));

        static ReconcileRequest Read(string document) => ReconcileRequest.Parse(TestData.Bytes(document));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("not json")]
    [InlineData("""{"events":[]}""")]
    [InlineData("""{"run":"0123456789abcdef0123456789abcdef01234567","action":"resume","events":[]}""")]
    [InlineData("""{"requestPayload":"{\"events\":[]}","requestPayload":"{}"}""")]
    [InlineData("""{"requestPayload":"\ud800"}""")]
    [InlineData("""{"requestContext":{"requestId":"\udc00"},"requestPayload":"{}"}""")]
    [InlineData("""{"\ud800":1,"requestPayload":"{}"}""")]
    public void Any_other_document_is_unknown_and_not_a_sweep(string document) =>
        Assert.IsType<ReconcileRequest.Unknown>(ReconcileRequest.Parse(TestData.Bytes(document)));

    [Theory]
    [InlineData("""{"run":"0123456789abcdef0123456789abcdef01234567","action":"resume","note":""}""")]
    [InlineData("""{"run":"0123456789abcdef0123456789abcdef01234567","action":"resume","note":7}""")]
    [InlineData("""{"run":"0123456789abcdef0123456789abcdef01234567","action":"resume","force":true}""")]
    [InlineData("""{"run":"0123456789abcdef0123456789abcdef01234567","action":"redrive","force":"yes"}""")]
    [InlineData("""{"run":"0123456789abcdef0123456789abcdef01234567","action":"redrive","force":null}""")]
    [InlineData("""{"deliveries":"explode"}""")]
    [InlineData("""{"deliveries":"test","end":3}""")]
    [InlineData("""{"deliveries":"resend","run":"0123456789abcdef0123456789abcdef01234567"}""")]
    [InlineData("""{"deliveries":"resend","run":"0123456789abcdef0123456789abcdef01234567","end":-1}""")]
    [InlineData("""{"deliveries":"resend","run":"0123456789abcdef0123456789abcdef01234567","end":"3"}""")]
    [InlineData("""{"deliveries":"resend","end":3}""")]
    [InlineData("""{"events":"replay"}""")]
    [InlineData("""{"events":"explode","key":"u/1"}""")]
    [InlineData("""{"run":"x","action":"resume"}""")]
    [InlineData("""{"run":7,"action":"resume"}""")]
    [InlineData("""{"run":"0123456789abcdef0123456789abcdef01234567"}""")]
    [InlineData("""{"run":"0123456789abcdef0123456789abcdef01234567","action":"rerun"}""")]
    public void A_command_that_is_not_whole_is_refused_with_a_sentence(string document) =>
        Assert.StartsWith("DECISION-UNKNOWN: ", Assert.Throws<DecisionException>(() => ReconcileRequest.Parse(TestData.Bytes(document))).Message, StringComparison.Ordinal);
}
