using System.Net;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Operations;
using FcWorkflowTrigger.Operations.Acting;
using FcWorkflowTrigger.Operations.Diagnosing;
using FcWorkflowTrigger.Tests.Docs;

namespace FcWorkflowTrigger.Tests.Cli.Diagnosing;

public sealed class DoctorTests
{
    private static readonly Diagnosis Nothing = new(new(CheckNeeds.Files, "s.yaml", null, "policies"), context: null, _ => null);

    [Fact]
    public async Task A_check_that_throws_fails_and_the_others_run()
    {
        var results = await RunAsync(Make("A", () => throw new InvalidOperationException("broken\nin two lines")), Make("B", () => Finding.Pass("fine")));

        Assert.Equal([("A", CheckStatus.Fail), ("B", CheckStatus.Pass)], results.Select(result => (result.Code, result.Status)));
        Assert.StartsWith("it could not be looked at: broken", results[0].Saw, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', results[0].Saw);
        Assert.Equal("mend it", results[0].Fix);
    }

    [Theory]
    [InlineData(nameof(CheckNeeds.Cloud), "it needs --cloud.")]
    [InlineData(nameof(CheckNeeds.Probe), "it needs --cloud --probe.")]
    public async Task A_check_that_needs_more_than_it_may_is_not_carried_out(string needs, string why)
    {
        var result = Assert.Single(await RunAsync(Make("A", () => throw new InvalidOperationException("it looked")) with { Needs = Enum.Parse<CheckNeeds>(needs) }));

        Assert.Equal((CheckStatus.NotChecked, why, null), (result.Status, result.Saw, result.Fix));
    }

    public static TheoryData<Exception, string> Refusals => new()
    {
        { new OssException("GetBucketInfo", HttpStatusCode.Forbidden, "AccessDenied", null), "your keys may not: OSS-AccessDenied" },
        { new ImsException("ListWorkflowTasks", HttpStatusCode.Forbidden, "Forbidden.RAM", null), "your keys may not: IMS-Forbidden.RAM" },
        { FunctionException.From("GetFunction", HttpStatusCode.Forbidden, """{"Code":"AccessDenied","Message":"no"}"""u8.ToArray()), "your keys may not: FC-AccessDenied" },
        { new OperationException("CREDENTIALS-MISSING", "there are no keys."), "CREDENTIALS-MISSING" },
        { new NotCheckedException("there is nothing."), "there is nothing." },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task What_could_not_be_looked_at_is_not_held_against_the_deployment(Exception refusal, string why)
    {
        var result = Assert.Single(await RunAsync(Make("A", () => throw refusal)));

        Assert.Equal(CheckStatus.NotChecked, result.Status);
        Assert.StartsWith(why, result.Saw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_keys_are_a_failure()
    {
        var refused = new OssException("GetBucketInfo", HttpStatusCode.Forbidden, "InvalidAccessKeyId", null);

        Assert.Equal(CheckStatus.Fail, Assert.Single(await RunAsync(Make("A", () => throw refused))).Status);
    }

    [Fact]
    public async Task Ctrl_C_ends_the_examination()
    {
        using var stop = new CancellationTokenSource();
        var seen = new List<string>();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var result in Doctor.RunAsync([Make("A", () => Finding.Pass("fine")), Make("B", () => Finding.Pass("fine"))], Nothing, stop.Token))
            {
                seen.Add(result.Code);
                await stop.CancelAsync();
            }
        });

        Assert.Equal(["A"], seen);
    }

    [Fact]
    public void Every_check_has_a_code_of_its_own_and_those_that_answer_say_what_they_settle()
    {
        Assert.Equal(Doctor.Checks.Count, Doctor.Checks.Select(check => check.Code).Distinct().Count());
        Assert.True(Doctor.Checks.Count >= 30);
        Assert.All(Doctor.Checks, check => Assert.Equal(check.Code.StartsWith("ASSUME-", StringComparison.Ordinal), check.Settles is not null));
        Assert.All(Doctor.Checks, check => Assert.Matches("^[A-Z]+(-[A-Z]+)+$", check.Code));
    }

    [Fact]
    public void The_page_describes_every_check() => PageAssert.Same(
        Doctor.Checks.Select(check => $"{check.Code}: {check.Name}; {check.Why}; {check.Fix}; {Mode(check)}"),
        Repository.Page("docs/operations.md").Table("Doctor", "Check").Select(row => $"{MarkdownPage.Plain(row[0])}: {row[1]}; {row[2]}; {row[3]}; {MarkdownPage.Plain(row[4])}"));

    [Fact]
    public void The_page_of_unknowns_names_every_check_that_settles_one() => PageAssert.Same(
        Doctor.Checks.Where(check => check.Settles is not null).Select(check => check.Code),
        Repository.Page("docs/unknowns.md").Table("Known unknowns", "Unknown").SelectMany(row => MarkdownPage.CodesOf(row[2])));

    private static string Mode(Check check) => check.Needs switch
    {
        CheckNeeds.Files => "",
        CheckNeeds.Cloud => "--cloud",
        _ => "--cloud --probe",
    };

    private static Check Make(string code, Func<Finding> look) => new(code, "it is well", "it matters", "mend it", CheckNeeds.Files, (_, _) => Task.FromResult(look()));

    private static async Task<CheckResult[]> RunAsync(params Check[] checks) => await Doctor.RunAsync(checks, Nothing, default).ToArrayAsync();
}
