using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;

namespace FcWorkflowTrigger.Tests.Ledger;

/// <summary>Every kind of record as it lies in the buckets of deployed versions: written like this, and read back from this.</summary>
public sealed class PinnedRecordsTests
{
    private const string Nonce = "AAAAAAAAAAAAAAAAAAAAAA";
    private const string By = "request-1/instance-1";

    private static readonly DateTimeOffset At = TestData.Now;
    private static readonly DateTimeOffset Later = TestData.Now.AddMinutes(5);

    private static readonly (RunRecord Record, string Json)[] Pinned =
    [
        (new ClaimRecord
        {
            Seq = 0, Epoch = 1, Nonce = Nonce, At = At, By = By, Lease = 150, Src = ClaimSource.From(TestData.Upload()), Rule = "video", WorkflowId = "w", Config = "rules-hash",
        }, """{"kind":"claim","lease":150,"src":{"region":"cn-shanghai","bucket":"media-in","key":"uploads/beach.mp4","etag":"4F0C1E9A7B3D5C286E8A9B1D2C3F4E57","size":10,"eventTime":"2026-11-24T00:14:59.000Z","event":"ObjectCreated:PutObject","requestId":"69B51B253A7C4E3139D20F8A"},"rule":"video","workflowId":"w","config":"rules-hash","v":1,"seq":0,"epoch":1,"nonce":"AAAAAAAAAAAAAAAAAAAAAA","at":"2026-11-24T00:15:00+00:00","by":"request-1/instance-1"}"""),
        (new ClaimRecord
        {
            Seq = 3, Epoch = 2, Nonce = Nonce, At = At, By = By, Lease = 150, Src = ClaimSource.From(TestData.Upload() with { RequestId = null }), Rule = "video", WorkflowId = "w", Config = "rules-hash",
            Plan = new(new("title", "description", "a,b", 42, """{"c":"d"}"""), "{}", Overwrite: true, "oss", SkipInputVerification: true, new(Required: true, Later, ["w-1", "w-2"]), "SIDECAR", SkipIdentical: true, ExpectWithin: 600),
        }, """{"kind":"claim","lease":150,"src":{"region":"cn-shanghai","bucket":"media-in","key":"uploads/beach.mp4","etag":"4F0C1E9A7B3D5C286E8A9B1D2C3F4E57","size":10,"eventTime":"2026-11-24T00:14:59.000Z","event":"ObjectCreated:PutObject"},"rule":"video","workflowId":"w","config":"rules-hash","plan":{"media":{"title":"title","description":"description","tags":"a,b","cateId":42,"userData":"{\u0022c\u0022:\u0022d\u0022}"},"registerConfig":"{}","overwrite":true,"input":"oss","skipInputVerification":true,"sidecar":{"required":true,"until":"2026-11-24T00:20:00+00:00","allow":["w-1","w-2"]},"sidecarETag":"SIDECAR","skipIdentical":true,"expectWithin":600},"v":1,"seq":3,"epoch":2,"nonce":"AAAAAAAAAAAAAAAAAAAAAA","at":"2026-11-24T00:15:00+00:00","by":"request-1/instance-1"}"""),
        (new ClaimRecord
        {
            Seq = 3, Epoch = 2, Nonce = Nonce, At = At, By = By, Lease = 150, Src = ClaimSource.From(TestData.Upload() with { RequestId = null }), Rule = "video", WorkflowId = "w", Config = "rules-hash",
            Plan = new(new("title", "description", "a,b", 42, """{"c":"d"}"""), "{}", Overwrite: true, "oss", SkipInputVerification: true, new(Required: true, Later, ["w-1", "w-2"]), "SIDECAR", SkipIdentical: true, ExpectWithin: 600, TaskUserData: "{}", Mark: new Dictionary<string, string> { ["ims"] = "{outcome}" }),
        }, """{"kind":"claim","lease":150,"src":{"region":"cn-shanghai","bucket":"media-in","key":"uploads/beach.mp4","etag":"4F0C1E9A7B3D5C286E8A9B1D2C3F4E57","size":10,"eventTime":"2026-11-24T00:14:59.000Z","event":"ObjectCreated:PutObject"},"rule":"video","workflowId":"w","config":"rules-hash","plan":{"media":{"title":"title","description":"description","tags":"a,b","cateId":42,"userData":"{\u0022c\u0022:\u0022d\u0022}"},"registerConfig":"{}","overwrite":true,"input":"oss","skipInputVerification":true,"sidecar":{"required":true,"until":"2026-11-24T00:20:00+00:00","allow":["w-1","w-2"]},"sidecarETag":"SIDECAR","skipIdentical":true,"expectWithin":600,"taskUserData":"{}","mark":{"ims":"{outcome}"}},"v":1,"seq":3,"epoch":2,"nonce":"AAAAAAAAAAAAAAAAAAAAAA","at":"2026-11-24T00:15:00+00:00","by":"request-1/instance-1"}"""),
        (new ClaimRecord
        {
            Seq = 0, Epoch = 1, Nonce = Nonce, At = At, By = By, Lease = 150, Src = ClaimSource.From(TestData.Upload() with { RequestId = "redrive|run|3" }), Rule = "video", WorkflowId = "w", Config = "rules-hash",
            Forerunner = "run", Note = "the template is mended",
        }, """{"kind":"claim","lease":150,"src":{"region":"cn-shanghai","bucket":"media-in","key":"uploads/beach.mp4","etag":"4F0C1E9A7B3D5C286E8A9B1D2C3F4E57","size":10,"eventTime":"2026-11-24T00:14:59.000Z","event":"ObjectCreated:PutObject","requestId":"redrive|run|3"},"rule":"video","workflowId":"w","config":"rules-hash","forerunner":"run","v":1,"seq":0,"epoch":1,"nonce":"AAAAAAAAAAAAAAAAAAAAAA","at":"2026-11-24T00:15:00+00:00","by":"request-1/instance-1","note":"the template is mended"}"""),
        (new ClaimRecord
        {
            Seq = 0, Epoch = 1, Nonce = Nonce, At = At, By = By, Lease = 150, Src = ClaimSource.From(TestData.Upload() with { RequestId = null }), Rule = "video", WorkflowId = "w", Config = "rules-hash",
            Plan = new(new("title"), "{}", TaskUserData: """{"a":"b"}""", QuietFor: 30),
        }, """{"kind":"claim","lease":150,"src":{"region":"cn-shanghai","bucket":"media-in","key":"uploads/beach.mp4","etag":"4F0C1E9A7B3D5C286E8A9B1D2C3F4E57","size":10,"eventTime":"2026-11-24T00:14:59.000Z","event":"ObjectCreated:PutObject"},"rule":"video","workflowId":"w","config":"rules-hash","plan":{"media":{"title":"title"},"registerConfig":"{}","overwrite":false,"skipInputVerification":false,"taskUserData":"{\u0022a\u0022:\u0022b\u0022}","quietFor":30},"v":1,"seq":0,"epoch":1,"nonce":"AAAAAAAAAAAAAAAAAAAAAA","at":"2026-11-24T00:15:00+00:00","by":"request-1/instance-1"}"""),
        (new IntentRecord
        {
            Seq = 1, Epoch = 2, Nonce = Nonce, At = At, By = By, MediaId = TestData.MediaId, KeyText = "key text", Gen = 3, AcsDate = At, AcsNonce = "acs nonce", UserDataSha = "sha", NotAfter = Later, Permits = ["bn/all/x-1"],
        }, """{"kind":"intent","mediaId":"4aabe1804a6771ef9748f6f7d6496301","keyText":"key text","gen":3,"acsDate":"2026-11-24T00:15:00+00:00","acsNonce":"acs nonce","userDataSha":"sha","notAfter":"2026-11-24T00:20:00+00:00","permits":["bn/all/x-1"],"v":1,"seq":1,"epoch":2,"nonce":"AAAAAAAAAAAAAAAAAAAAAA","at":"2026-11-24T00:15:00+00:00","by":"request-1/instance-1"}"""),
        (new RefusedRecord { Seq = 1, Epoch = 2, Nonce = Nonce, At = At, By = By, Gen = 3, Code = RefusedRecord.NeverArrived, RequestId = "ims", Message = "message" }, """{"kind":"refused","gen":3,"code":"NeverArrived","requestId":"ims","message":"message","v":1,"seq":1,"epoch":2,"nonce":"AAAAAAAAAAAAAAAAAAAAAA","at":"2026-11-24T00:15:00+00:00","by":"request-1/instance-1"}"""),
        (new StartedRecord { Seq = 1, Epoch = 2, Nonce = Nonce, At = At, By = By, Gen = 3, TaskId = TestData.TaskId, RequestId = "ims", How = StartedRecord.ByLookup }, """{"kind":"started","gen":3,"taskId":"0123456789abcdef0123456789abcdef","requestId":"ims","how":"lookup","v":1,"seq":1,"epoch":2,"nonce":"AAAAAAAAAAAAAAAAAAAAAA","at":"2026-11-24T00:15:00+00:00","by":"request-1/instance-1"}"""),

        // As versions up to 0.1.0 wrote them, without IMS's message.
        (new RefusedRecord { Seq = 1, Epoch = 2, Nonce = Nonce, At = At, By = By, Gen = 3, Code = "Throttling.User", RequestId = "ims" }, """{"kind":"refused","gen":3,"code":"Throttling.User","requestId":"ims","v":1,"seq":1,"epoch":2,"nonce":"AAAAAAAAAAAAAAAAAAAAAA","at":"2026-11-24T00:15:00+00:00","by":"request-1/instance-1"}"""),
        (new RejectRecord { Seq = 1, Epoch = 2, Nonce = Nonce, At = At, By = By, Code = "InvalidParameter", Action = "RegisterMediaInfo", RequestId = "ims" }, """{"kind":"reject","code":"InvalidParameter","action":"RegisterMediaInfo","requestId":"ims","v":1,"seq":1,"epoch":2,"nonce":"AAAAAAAAAAAAAAAAAAAAAA","at":"2026-11-24T00:15:00+00:00","by":"request-1/instance-1"}"""),
        (new DoneRecord { Seq = 1, Epoch = 2, Nonce = Nonce, At = At, By = By, Outcome = "succeeded", How = "callback", Task = new(TestData.TaskId, "Succeed", "created", "finished") }, """{"kind":"done","outcome":"succeeded","how":"callback","task":{"taskId":"0123456789abcdef0123456789abcdef","status":"Succeed","createTime":"created","finishTime":"finished"},"v":1,"seq":1,"epoch":2,"nonce":"AAAAAAAAAAAAAAAAAAAAAA","at":"2026-11-24T00:15:00+00:00","by":"request-1/instance-1"}"""),
        (new RejectRecord { Seq = 1, Epoch = 2, Nonce = Nonce, At = At, By = By, Code = "InvalidParameter", Action = "StartWorkflow", RequestId = "ims", Message = "message" }, """{"kind":"reject","code":"InvalidParameter","action":"StartWorkflow","requestId":"ims","message":"message","v":1,"seq":1,"epoch":2,"nonce":"AAAAAAAAAAAAAAAAAAAAAA","at":"2026-11-24T00:15:00+00:00","by":"request-1/instance-1"}"""),
        (new OverdueRecord { Seq = 1, Epoch = 2, Nonce = Nonce, At = At, By = By, Within = 86400 }, """{"kind":"overdue","within":86400,"v":1,"seq":1,"epoch":2,"nonce":"AAAAAAAAAAAAAAAAAAAAAA","at":"2026-11-24T00:15:00+00:00","by":"request-1/instance-1"}"""),
        (new ParkRecord { Seq = 1, Epoch = 2, Nonce = Nonce, At = At, By = By, Reason = ParkRecord.StartUnknown }, """{"kind":"park","reason":"StartUnknown","v":1,"seq":1,"epoch":2,"nonce":"AAAAAAAAAAAAAAAAAAAAAA","at":"2026-11-24T00:15:00+00:00","by":"request-1/instance-1"}"""),
        (new CancelRecord { Seq = 1, Epoch = 2, Nonce = Nonce, At = At, By = By, Reason = CancelRecord.OverBudget, Detail = "detail" }, """{"kind":"cancel","reason":"OverBudget","detail":"detail","v":1,"seq":1,"epoch":2,"nonce":"AAAAAAAAAAAAAAAAAAAAAA","at":"2026-11-24T00:15:00+00:00","by":"request-1/instance-1"}"""),
    ];

    public static TheoryData<int> Records => [.. Enumerable.Range(0, Pinned.Length)];

    [Theory]
    [MemberData(nameof(Records))]
    public void A_record_is_written_as_pinned(int index) =>
        Assert.Equal(Pinned[index].Json, Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(Pinned[index].Record, LedgerJson.Default.RunRecord)));

    [Theory]
    [MemberData(nameof(Records))]
    public void A_pinned_record_reads_back_whole(int index)
    {
        var read = RunRecordFormat.Read(TestData.Bytes(Pinned[index].Json));

        Assert.Equal(Pinned[index].Record.GetType(), read.GetType());
        Assert.Equal(Pinned[index].Json, Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(read, LedgerJson.Default.RunRecord)));
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void A_record_of_a_newer_format_is_not_guessed_at(int index)
    {
        var newer = Pinned[index].Json.Replace("\"v\":1", "\"v\":2", StringComparison.Ordinal);

        var problem = Assert.Throws<InvalidDataException>(() => RunRecordFormat.Read(TestData.Bytes(newer)));

        Assert.StartsWith("LEDGER-UNREADABLE: ", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void A_field_that_a_newer_version_adds_is_ignored(int index)
    {
        var newer = Pinned[index].Json.Replace("\"v\":1", "\"later\":{\"a\":[1]},\"v\":1", StringComparison.Ordinal);

        Assert.Equal(Pinned[index].Json, Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(RunRecordFormat.Read(TestData.Bytes(newer)), LedgerJson.Default.RunRecord)));
    }

    [Fact]
    public void The_users_systems_are_told_of_ends_of_parked_runs_and_of_overdue_ones() => Assert.Equal(
        [nameof(CancelRecord), nameof(DoneRecord), nameof(OverdueRecord), nameof(ParkRecord), nameof(RejectRecord)],
        Pinned.Where(pinned => pinned.Record.IsTold).Select(pinned => pinned.Record.GetType().Name).Distinct().Order());

    [Fact]
    public void Every_kind_of_record_is_pinned() => Assert.Equal(
        typeof(RunRecord).GetCustomAttributes(typeof(JsonDerivedTypeAttribute), inherit: false).Cast<JsonDerivedTypeAttribute>().Select(kind => kind.DerivedType.Name).Order(),
        Pinned.Select(pinned => pinned.Record.GetType().Name).Distinct().Order());

    [Fact]
    public void The_words_in_records_are_pinned()
    {
        Assert.Equal(("NeverArrived", "reply", "lookup", "callback"), (RefusedRecord.NeverArrived, StartedRecord.ByReply, StartedRecord.ByLookup, StartedRecord.ByCallback));
        Assert.Equal(("StartUnknown", "StartOverdue", "TaskLost"), (ParkRecord.StartUnknown, ParkRecord.StartOverdue, ParkRecord.TaskLost));
        Assert.Equal(
            ["RestartLimit", "ByOperator", "SidecarMissing", "SidecarInvalid", "WorkflowNotAllowed", "OverBudget", "Identical", "Superseded", "ObjectGone", "ObjectReplaced"],
            new[] { CancelRecord.RestartLimit, CancelRecord.ByOperator, CancelRecord.SidecarMissing, CancelRecord.SidecarInvalid, CancelRecord.WorkflowNotAllowed, CancelRecord.OverBudget, CancelRecord.Identical, CancelRecord.Superseded, CancelRecord.ObjectGone, CancelRecord.ObjectReplaced });
    }
}
