using System.Net;
using System.Text;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Runs;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Cloud.Ims;

/// <summary>A page that IMS did not write (a proxy, a firewall, a wrong address) is no verdict of IMS on an upload.</summary>
public sealed class CodelessRefusalTests
{
    private readonly TestHost _host = new();

    public static TheoryData<int, string> Pages => new()
    {
        { 301, "" },
        { 302, "<html>" },
        { 400, "<html>" },
        { 404, "<html>404 Not Found</html>" },
        { 405, "{}" },
        { 410, "{\"Code\":\"\"}" },
        { 413, "null" },
        { 451, "<html>" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public void It_may_work_later_and_says_nothing_about_what_IMS_knows(int status, string page)
    {
        var refused = Refusal("GetWorkflowTask", status, page);

        Assert.Equal(($"Status{status}", true, true, false), (refused.Code, refused.IsTransient, refused.MayHaveTakenEffect, refused.SaysUnknown));
        Assert.Contains("IMS_ENDPOINT", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_start_answered_so_has_an_unknown_outcome_and_is_not_sent_again(int status, string page)
    {
        _host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(Refusal("StartWorkflow", status, page));

        await _host.DeliverAsync();
        await _host.DeliverAsync();

        Assert.IsType<WorkflowRun.Intended>(await _host.RunAsync());
        Assert.Equal(1, _host.StartsSent);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_registration_answered_so_is_made_later(int status, string page)
    {
        _host.Ims.RegisterMediaInfoAsync(default!, default).ThrowsAsyncForAnyArgs(Refusal("RegisterMediaInfo", status, page));
        await Assert.ThrowsAsync<ImsException>(() => _host.DeliverAsync());
        _host.Ims.RegisterMediaInfoAsync(default!, default).ReturnsForAnyArgs(new RegisterMediaInfoResponse(TestData.MediaId));

        await _host.DeliverAsync();

        Assert.IsType<WorkflowRun.Started>(await _host.RunAsync());
    }

    [Fact]
    public void A_refusal_with_IMSs_code_is_final_as_before() =>
        Assert.False(Refusal("StartWorkflow", 404, """{"Code":"InvalidWorkflow.NotFound"}""").IsTransient);

    [Theory]
    [InlineData(408, "RequestTimeout")]
    [InlineData(500, "InternalError")]
    [InlineData(504, "GatewayTimeout")]
    public async Task A_start_whose_time_ran_out_at_the_gateway_has_an_unknown_outcome_also_with_a_code(int status, string code)
    {
        _host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(Refusal("StartWorkflow", status, $$"""{"Code":"{{code}}"}"""));

        await _host.DeliverAsync();
        await _host.DeliverAsync();

        Assert.IsType<WorkflowRun.Intended>(await _host.RunAsync());
        Assert.Equal(1, _host.StartsSent);
    }

    private static ImsException Refusal(string action, int status, string page) =>
        ImsRefusal.Parse(action, new HttpResponseMessage((HttpStatusCode)status), Encoding.UTF8.GetBytes(page));
}
