using System.Text;
using FcWorkflowTrigger.Ingest;
using FcWorkflowTrigger.Reconcile;

namespace FcWorkflowTrigger.Tests.Reconcile;

public sealed class ReconcileRequestTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("""{"triggerTime":"2026-11-24T00:15:00Z","triggerName":"timerTrigger","payload":""}""")]
    public void The_timer_and_an_empty_object_ask_for_a_sweep(string document) =>
        Assert.IsType<ReconcileRequest.Sweep>(ReconcileRequest.Read(TestData.Bytes(document)));

    [Fact]
    public void The_sample_of_the_failure_destination_brings_back_the_event()
    {
        var given = Assert.IsType<ReconcileRequest.GivenUp>(ReconcileRequest.Read(TestData.Bytes(TestData.Sample("failure-destination.json"))));

        Assert.NotEmpty(UploadEvents.Read(given.Payload, "cn-shanghai"));
    }

    [Fact]
    public void A_payload_that_travels_as_an_object_is_read_too()
    {
        var given = Assert.IsType<ReconcileRequest.GivenUp>(ReconcileRequest.Read(TestData.Bytes("""{"requestPayload":{"events":[]}}""")));

        Assert.Equal((16, """{"events":[]}"""), (given.RequestId.Length, Encoding.UTF8.GetString(given.Payload.Span)));
    }

    [Fact]
    public void A_decision_names_its_run_and_what_to_do() =>
        Assert.Equal("resume", Assert.IsType<ReconcileRequest.Decision>(ReconcileRequest.Read(TestData.Bytes(TestData.Sample("decision.json")))).Action);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("not json")]
    [InlineData("""{"events":[]}""")]
    public void What_is_none_of_these_may_be_the_only_copy_of_something(string document) =>
        Assert.IsType<ReconcileRequest.Unknown>(ReconcileRequest.Read(TestData.Bytes(document)));

    [Theory]
    [InlineData("""{"run":"x","action":"resume"}""")]
    [InlineData("""{"run":7,"action":"resume"}""")]
    [InlineData("""{"run":"0123456789abcdef0123456789abcdef01234567","action":"explode"}""")]
    public void A_decision_about_no_run_is_refused_with_a_sentence(string document) =>
        Assert.StartsWith("EVENT-MALFORMED: ", Assert.Throws<MalformedEventException>(() => ReconcileRequest.Read(TestData.Bytes(document))).Message, StringComparison.Ordinal);
}
