using System.Text.Json.Nodes;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Outcomes;
using FcWorkflowTrigger.Outcomes.Delivery;
using FcWorkflowTrigger.Uploads;
using NJsonSchema;

namespace FcWorkflowTrigger.Tests.Outcomes;

/// <summary>The samples in events/ are the outcomes that this program makes of such runs.</summary>
public sealed class OutcomeSamplesTests
{
    private const string MediaId = TestData.MediaId;

    [Theory]
    [InlineData("outcome-succeeded.json")]
    [InlineData("outcome-failed.json")]
    [InlineData("outcome-canceled.json")]
    [InlineData("outcome-rejected.json")]
    [InlineData("outcome-parked.json")]
    [InlineData("outcome-overdue.json")]
    [InlineData("outcome-sidecar-invalid.json")]
    [InlineData("outcome-redriven.json")]
    [InlineData("outcome-test.json")]
    public async Task Every_sample_matches_the_schema_and_is_what_this_program_makes_of_such_a_run(string name)
    {
        var sample = TestData.Sample(name);
        var schema = await JsonSchema.FromJsonAsync(TestData.Sample("outcome.schema.json"));

        Assert.Empty(schema.Validate(sample));
        Assert.Equal(Indented(JsonNode.Parse(sample)), Indented(JsonNode.Parse(CreateOutcome(name, sample).ToJson())));
    }

    [Theory]
    [InlineData("""{"type":"workflow_run.lost"}""")]
    [InlineData("{}")]
    public async Task The_schema_refuses_anything_else(string other) =>
        Assert.NotEmpty((await JsonSchema.FromJsonAsync(TestData.Sample("outcome.schema.json"))).Validate(other));

    private static Outcome CreateOutcome(string name, string sample)
    {
        if (name == "outcome-test.json")
        {
            return OutcomeFactory.CreateTest(Parse("c7157a9e3e02661cafb62c2a787268e788994caf"), At(101));
        }

        RunRecord[] records = name switch
        {
            "outcome-succeeded.json" or "outcome-redriven.json" => [Intent, Started, Done("succeeded", "Succeed")],
            "outcome-failed.json" => [Intent, Started, Done("failed", "Failed")],
            "outcome-canceled.json" => [Intent, Started, Done("canceled", "Canceled")],
            "outcome-rejected.json" =>
            [
                new RejectRecord
                {
                    At = At(1),
                    Code = "InvalidParameter",
                    Action = "RegisterMediaInfo",
                    RequestId = "6923A3E4-1B2C-4D5E-8F90-A1B2C3D4E5F6",
                    Message = "The specified parameter \"InputURL\" is not valid.",
                },
            ],
            "outcome-parked.json" => [Intent, new ParkRecord { At = At(24 * 60 * 60 + 10), Reason = ParkRecord.StartOverdue }],
            "outcome-overdue.json" => [Intent, Started, new OverdueRecord { At = At(24 * 60 * 60 + 10), Within = 24 * 60 * 60 }],
            "outcome-sidecar-invalid.json" => [new CancelRecord { At = At(1), Reason = CancelRecord.SidecarInvalid, Detail = "field media.tags holds more than 16 tags." }],
            _ => throw new InvalidOperationException($"The run of {name} is not known."),
        };
        var fields = JsonNode.Parse(sample)!["data"]!["taskUserData"]?.ToJsonString();
        var history = History(records, fields is null ? null : new(new("title"), "{}", TaskUserData: fields));
        var outcome = Assert.Single(OutcomeFactory.Create(name == "outcome-redriven.json" ? Redriven(history) : history));

        // As IMS tells them when the outcome is delivered.
        return outcome with { Data = outcome.Data with { Outputs = OutcomeOutputs.Parse(JsonNode.Parse(sample)!["data"]!["outputs"]?.ToJsonString()) } };
    }

    // A run of its own for the same upload, which names the run that it repeats and the place of the end in its log.
    private static RunHistory Redriven(RunHistory forerunner)
    {
        var claim = (ClaimRecord)forerunner.Records[0];
        var again = claim with { Src = claim.Src with { RequestId = $"redrive|{forerunner.Id}|3" }, Forerunner = forerunner.Id.Value };
        return forerunner with { Id = Parse("3f9ac0de77aa013f9ac0de77745fe7aa1afa59a4"), Records = [again, .. forerunner.Records.Skip(1)] };
    }

    private static RunId Parse(string text) => RunId.TryParse(text, out var id) ? id : throw new ArgumentException(text);

    private static RunHistory History(IEnumerable<RunRecord> records, ClaimPlan? plan)
    {
        var id = Parse("3f9ac0de77aa013f9ac0de7777aa013f9ac0de77");
        var upload = TestData.Upload("uploads/2026/11/24/春节 plan+draft 100%.mp4", 18734211, "6923A3E33A7C4E3139D20F8A");
        var history = RunHistory.Empty(id).With(TestData.Claim(at: At(0)) with { Src = ClaimSource.From(upload), Plan = plan }, 1);
        return records.Aggregate(history, (longer, record) => longer.With(record with { Seq = longer.Records.Count, Epoch = 1 }, longer.Records.Count + 1));
    }

    private static IntentRecord Intent => new()
    {
        At = At(1),
        MediaId = MediaId,
        Gen = 1,
        AcsDate = At(1),
        AcsNonce = "0123456789abcdef0123456789abcdef",
        UserDataSha = "",
        NotAfter = At(1).AddMinutes(31),
    };

    private static StartedRecord Started => new() { At = At(2), Gen = 1, TaskId = TestData.TaskId, How = StartedRecord.ByReply };

    private static DoneRecord Done(string outcome, string status) => new()
    {
        At = At(101),
        Outcome = outcome,
        How = "callback",
        Task = new(TestData.TaskId, status, "2026-11-24T00:15:02Z", "2026-11-24T00:16:40Z"),
    };

    private static DateTimeOffset At(int seconds) => TestData.Now.AddSeconds(seconds);

    private static string? Indented(JsonNode? json) => json?.ToJsonString(new() { WriteIndented = true });
}
