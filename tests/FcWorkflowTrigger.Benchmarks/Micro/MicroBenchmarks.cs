using System.Text.Json;
using BenchmarkDotNet.Attributes;
using FcWorkflowTrigger.Callback.Authentication;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Cloud.Ims.Signing;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Runs;

namespace FcWorkflowTrigger.Benchmarks.Micro;

/// <summary>The costs of the parts of a run. They explain the own time and the allocations of a warm upload.</summary>
/// <remarks>The code is compiled by the JIT, not by NativeAOT. The allocations are those of the deployed binary; the times are only similar.</remarks>
[MemoryDiagnoser]
public class MicroBenchmarks
{
    private readonly ImsClient _ims = MicroTestData.Ims();
    private readonly OssClient _oss = MicroTestData.Oss();
    private readonly StartWorkflowRequest _start = new(
        "00000000000000000000000000000001",
        """{"Type":"Media","Media":"4aabe1804a6771ef9748f6f7d6496301"}""",
        $$"""{"NotifyAddress":"https://callback.example.com{{MicroTestData.CallbackTarget}}","r":"{{MicroTestData.Run}}"}""");

    private readonly CallbackAuthenticator _authenticator = MicroTestData.Authenticator();
    private readonly CallbackRequest _callback = new(MicroTestData.CallbackTarget, "https://callback.example.com", IceSignature.None);
    private readonly RuleSet _rules = MicroTestData.Rules();
    private readonly ClaimRecord _claim = (ClaimRecord)RunRecordFormat.ReadLines(MicroTestData.RecordLines)[0];

    /// <summary>Builds and signs the request, sends it to a stub, and reads the reply.</summary>
    [Benchmark(Description = "StartWorkflow, signed")]
    public Task Start() => _ims.StartWorkflowAsync(_start, SignaturePin.Fresh(TimeProvider.System), CancellationToken.None);

    /// <summary>Builds and signs the request, and sends it to a stub.</summary>
    [Benchmark(Description = "put-if-absent, signed")]
    public Task Put() => _oss.PutIfAbsentAsync("r/4a/4aabe1804a6771ef9748f6f7/d6496301d6496301/0000.json", MicroTestData.RecordLines, CancellationToken.None);

    [Benchmark(Description = "callback URL, verified")]
    public object Callback() => _authenticator.Admit(_callback);

    [Benchmark(Description = "upload, under three rules")]
    public object Decide() => _rules.Decide(MicroTestData.Upload);

    /// <summary>Reads the bytes of four records and computes the state of the run.</summary>
    [Benchmark(Description = "run history, read and folded")]
    public object Fold() => WorkflowRun.From(new(MicroTestData.Run, RunRecordFormat.ReadLines(MicroTestData.RecordLines), MicroTestData.RecordLines.Length));

    [Benchmark(Description = "claim, written as JSON")]
    public byte[] Claim() => JsonSerializer.SerializeToUtf8Bytes(_claim, LedgerJson.Default.RunRecord);
}
