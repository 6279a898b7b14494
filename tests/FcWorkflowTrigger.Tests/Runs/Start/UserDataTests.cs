using System.Text;
using FcWorkflowTrigger.Runs.Start;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace FcWorkflowTrigger.Tests.Runs.Start;

public sealed class UserDataTests
{
    [Fact]
    public void The_fields_of_a_rule_come_after_our_own_and_stay_as_they_are() => Assert.Equal(
        """{"NotifyAddress":"ice-callback-runs","r":"RUN","project":"春","a":"\"b"}""".Replace("RUN", TestData.RunId.Value, StringComparison.Ordinal),
        UserData.WithFields(UserData.ForQueue("ice-callback-runs", TestData.RunId), """{"project":"春","a":"\"b"}"""));

    [Fact]
    public void UserData_names_the_callback_and_the_run() => Assert.Equal(
        $$"""{"NotifyAddress":"https://callback.example.com/callbacks/{{TestData.RunId}}?g=1&s={{TestData.Capability.Compute(TestData.RunId, 1)}}","r":"{{TestData.RunId}}"}""",
        UserData.For(TestData.CallbackBase, TestData.RunId, 1, TestData.Capability));

    [Fact]
    public void Each_start_has_a_proof_of_its_own() => Assert.Contains(
        $"?g=2&s={TestData.Capability.Compute(TestData.RunId, 2)}\"",
        UserData.For(TestData.CallbackBase, TestData.RunId, 2, TestData.Capability),
        StringComparison.Ordinal);

    [Property]
    public Property No_legal_host_and_run_makes_it_over_512_bytes() => Prop.ForAll(Hosts(), ArbMap.Default.ArbFor<PositiveInt>(), (host, generation) =>
    {
        var url = new Uri($"https://{host}");
        var bytes = Encoding.UTF8.GetByteCount(UserData.For(url, TestData.RunId, generation.Get, TestData.Capability));

        return bytes <= UserData.MaxBytes && bytes <= UserData.LongestFor(url);
    });

    [Fact]
    public void The_longest_legal_host_fits() =>
        Assert.InRange(UserData.LongestFor(new($"https://{string.Join('.', Enumerable.Repeat(new string('a', 62), 4))}")), 1, UserData.MaxBytes);

    [Fact]
    public void A_task_names_its_run() =>
        Assert.Equal(TestData.RunId, UserData.ParseRunId(UserData.For(TestData.CallbackBase, TestData.RunId, 3, TestData.Capability)));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"r\":1}")]
    [InlineData("{\"r\":\"short\"}")]
    public void A_task_of_another_program_names_no_run(string? userData) => Assert.Null(UserData.ParseRunId(userData));

    [Fact]
    public void The_capability_is_not_in_the_text_of_the_record() =>
        Assert.DoesNotContain("callbacks", new UserData("https://callback.example.com/callbacks/x", "r").ToString(), StringComparison.Ordinal);

    // Up to 253 characters of labels of 1 to 63.
    private static Arbitrary<string> Hosts() => Gen.Elements('a', 'z', '0', '9')
        .ArrayOf()
        .Where(label => label.Length is > 0 and <= 63)
        .Select(label => new string(label))
        .NonEmptyListOf()
        .Select(labels => string.Join('.', labels))
        .Where(host => host.Length <= 253 && char.IsLetter(host[^1]) && !host.Split('.')[^1].All(char.IsDigit))
        .ToArbitrary();
}
