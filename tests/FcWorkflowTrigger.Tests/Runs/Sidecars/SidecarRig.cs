using System.Net;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Uploads;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Runs.Sidecars;

/// <summary>An upload under a rule that uses sidecars, and its sidecar.</summary>
internal sealed class SidecarRig
{
    public const string Good = """{"version":1,"workflowId":"w-2","media":{"title":"By hand","userData":{"a":"b"}}}""";

    public SidecarRig(string policy = "wait 30", params Rule[] more)
        : this(policy, TestData.StartOptions, more)
    {
    }

    public SidecarRig(string policy, StartOptions options, params Rule[] more)
    {
        var rule = TestData.Rule with { Sidecar = policy, WorkflowIdFrom = new(["w-2"], Sidecar: true), Continue = more.Length > 0 };
        TestHost = new(options, rules: TestData.Rules([rule, .. more]));
        Put(null);
    }

    public TestHost TestHost { get; }

    public int Looks => TestHost.Objects.ReceivedCalls().Count(call => call.GetMethodInfo().Name == nameof(IObjectReader.GetAsync));

    public IEnumerable<string> WorkflowsStarted => TestHost.Ims.ReceivedCalls()
        .Where(call => call.GetMethodInfo().Name == nameof(IImsClient.StartWorkflowAsync))
        .Select(call => ((StartWorkflowRequest)call.GetArguments()[0]!).WorkflowId);

    /// <summary>Puts this sidecar beside the upload; null for none.</summary>
    public void Put(string? sidecar) => TestHost.Objects.GetAsync("media-in", $"{TestData.Upload().Key}.workflow.json", Arg.Any<int>(), Arg.Any<CancellationToken>())
        .Returns(sidecar is null ? null : new OssObject("SIDECAR-ETAG", TestData.Bytes(sidecar)));

    /// <summary>Makes OSS refuse every read of the sidecar with this code.</summary>
    public void Refuse(string code, HttpStatusCode status = HttpStatusCode.Forbidden) => TestHost.Objects.GetAsync(default!, default!, default, default)
        .ThrowsAsyncForAnyArgs(new OssException("GetObject", status, code, "OSS-REQUEST", "0003-00000001", "You have no right to access this object."));

    public Task MediaComesAsync(string requestId = "media-1") => TestHost.IngestAsync(Event(TestData.Upload()), requestId);

    /// <summary>Delivers the event of the sidecar.</summary>
    public Task SidecarComesAsync(string requestId = "sidecar-1") =>
        TestHost.IngestAsync(Event(TestData.Upload($"{TestData.Upload().Key}.workflow.json", requestId: "69B51B253A7C4E3139D20F8B")), requestId);

    public async Task SweepAfterAsync(TimeSpan time)
    {
        TestHost.Time.Advance(time);
        await TestHost.SweepAsync();
    }

    /// <summary>Returns the end of a run that was canceled unstarted.</summary>
    public async Task<CancelRecord> EndAsync() => Assert.IsType<CancelRecord>(Assert.IsType<WorkflowRun.Finished>(await TestHost.RunAsync()).End);

    private static string Event(Upload upload) =>
        $$$"""{"events":[{"eventName":"{{{upload.EventName}}}","eventTime":"{{{upload.EventTime}}}","region":"cn-shanghai","oss":{"bucket":{"name":"media-in"},"object":{"key":"{{{upload.Key}}}","eTag":"{{{upload.ETag}}}","size":10}},"responseElements":{"requestId":"{{{upload.RequestId}}}"}}]}""";
}
