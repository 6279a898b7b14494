using System.Text;
using FcWorkflowTrigger.Ingest;
using FcWorkflowTrigger.Reconcile;

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
    [InlineData("""{"run":"x","action":"resume"}""")]
    [InlineData("""{"run":7,"action":"resume"}""")]
    [InlineData("""{"run":"0123456789abcdef0123456789abcdef01234567"}""")]
    [InlineData("""{"run":"0123456789abcdef0123456789abcdef01234567","action":"rerun"}""")]
    public void A_decision_that_names_no_run_is_refused_with_a_sentence(string document) =>
        Assert.StartsWith("DECISION-UNKNOWN: ", Assert.Throws<DecisionException>(() => ReconcileRequest.Parse(TestData.Bytes(document))).Message, StringComparison.Ordinal);
}
