using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Rules.Loading;
using FcWorkflowTrigger.Rules.Templates;
using FcWorkflowTrigger.Runs.Start;
using FsCheck.Xunit;

namespace FcWorkflowTrigger.Tests.Rules.Templates;

/// <summary>What a rule adds to the UserData of a task is whole or refused by name.</summary>
public sealed class TaskFieldsTests
{
    [Fact]
    public void The_fields_are_filled_from_the_upload()
    {
        var plan = Assert.Single(Assert.IsType<Admission.Admitted>(Decide("uploads/a.mp4", ("file", "{name}"), ("from", "{bucket}, {date}"), ("batch", "7"))).Plans);

        Assert.Equal("""{"file":"a.mp4","from":"media-in, 2026-11-24","batch":"7"}""", plan.TaskUserData);
    }

    [Fact]
    public void A_rule_without_them_adds_nothing() => Assert.Null(Assert.Single(Assert.IsType<Admission.Admitted>(TestData.Rules(TestData.Rule).Decide(TestData.Upload())).Plans).TaskUserData);

    [Fact]
    public void Values_that_do_not_fit_refuse_the_upload_by_name()
    {
        var explanation = Rules(("file", "{key}")).Explain(TestData.Upload($"uploads/{new string('x', 200)}.mp4"));

        Assert.Equal(RefusalReason.TaskUserDataTooLong, Assert.IsType<Admission.Refused>(explanation.Admission).Reason);
        Assert.Equal("taskUserData takes 223 bytes here, and there is room for 200", Assert.IsType<RuleVerdict.Refused>(explanation.Verdicts[0]).Detail);
    }

    [Property]
    public bool A_text_is_whole_within_the_limit_or_refused(string? text)
    {
        var key = $"uploads/k{System.Text.Encoding.UTF8.GetString(TestData.Bytes(text ?? ""))}.mp4";

        return Decide(key, ("file", "{key}")) switch
        {
            Admission.Admitted { Plans: [var plan] } => System.Text.Encoding.UTF8.GetByteCount(plan.TaskUserData!) <= TaskFields.MaxBytes && TaskFields.Parse(plan.TaskUserData!)["file"] == key,
            Admission.Refused refused => refused.Reason == RefusalReason.TaskUserDataTooLong,
            _ => false,
        };
    }

    [Fact]
    public void They_fit_beside_our_own_fields_for_the_longest_host_of_Function_Compute()
    {
        var host = new Uri($"https://{new string('f', 63)}.{new string('a', 10)}.ap-southeast-1.fcapp.run");

        Assert.True(UserData.LongestFor(host) + TaskFields.MaxBytes <= UserData.MaxBytes);
    }

    [Theory]
    [InlineData("{key}", true)]
    [InlineData("{meta.project}", true)]
    [InlineData("{bucket}/{date}", false)]
    [InlineData("spring", false)]
    public void A_placeholder_without_a_short_limit_is_a_warning(string template, bool isWarning) =>
        Assert.Equal(isWarning, RuleWarnings.Find([Rule(("a", template))]).Any(warning => warning.Field == "taskUserData"));

    [Fact]
    public void Metadata_is_asked_for_only_where_a_field_takes_it() =>
        Assert.Equal(FactNeeds.Object, Assert.IsType<Admission.Undecided>(Decide("uploads/a.mp4", ("project", "{meta.project}"))).Needs);

    private static Admission Decide(string key, params (string Name, string Template)[] fields) => Rules(fields).Decide(TestData.Upload(key));

    private static RuleSet Rules(params (string Name, string Template)[] fields) => TestData.Rules(Rule(fields));

    private static Rule Rule(params (string Name, string Template)[] fields) => TestData.Rule with { TaskUserData = fields.ToDictionary(field => field.Name, field => field.Template) };
}
