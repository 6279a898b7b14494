using FcWorkflowTrigger.Callback;
using FcWorkflowTrigger.Callback.Authentication;

namespace FcWorkflowTrigger.Tests.Callback.Authentication;

public sealed class CallbackAuthenticatorTests
{
    private const string Key = "TestKey001";

    private static readonly SignatureOptions Optional = SignatureOptions.None with { Keys = ["NewKey002", Key] };
    private static readonly SignatureOptions Required = Optional with { Demand = SignatureDemand.Required };

    private readonly TestHost _host = new();

    [Fact]
    public void A_URL_of_this_deployment_is_admitted_for_its_run() =>
        Assert.Equal(new CallbackAdmission.ForRun(TestData.RunId, 1), _host.Admit(TestData.Callback(TestData.CallbackTarget)));

    [Theory]
    [InlineData("?g=1", "?g=2")]
    [InlineData("?g=1", "?g=01")]
    [InlineData("?g=1", "?g=1&x=2")]
    [InlineData("?g=1", "?G=1")]
    [InlineData("/callbacks/", "/callbacks//")]
    [InlineData("/callbacks/", "/callbacks/%30")]
    [InlineData("&s=", "&s=A")]
    [InlineData("&s=", "&s=%41")]
    [InlineData("?g=", "?s=x&g=")]
    public void Any_other_spelling_of_the_URL_is_forged(string was, string becomes) => Assert.Equal(
        new CallbackAdmission.Refused(CallbackOutcome.Forged),
        _host.Admit(TestData.Callback(TestData.CallbackTarget.Replace(was, becomes, StringComparison.Ordinal))));

    [Theory]
    [InlineData("/")]
    [InlineData("/elsewhere")]
    [InlineData("/eventsx")]
    [InlineData("/callbacks")]
    [InlineData("*")]
    public void No_other_path_is_served(string target) =>
        Assert.Equal(new CallbackAdmission.Refused(CallbackOutcome.NotServed), _host.Admit(TestData.Callback(target), Required));

    [Fact]
    public void A_callback_to_the_URL_of_a_run_may_be_unsigned_unless_the_settings_require_a_signature()
    {
        Assert.IsType<CallbackAdmission.ForRun>(_host.Admit(TestData.Callback(TestData.CallbackTarget), Optional));
        Assert.Equal(new CallbackAdmission.Refused(CallbackOutcome.Unsigned), _host.Admit(TestData.Callback(TestData.CallbackTarget), Required));
        Assert.IsType<CallbackAdmission.ForRun>(_host.Admit(TestData.Callback(TestData.CallbackTarget, Key), Required));
    }

    [Fact]
    public void A_signature_that_is_present_must_be_genuine()
    {
        Assert.Equal(
            new CallbackAdmission.Refused(CallbackOutcome.Forged), _host.Admit(TestData.Callback(TestData.CallbackTarget, "Guessed1"), Optional));
        Assert.Equal(
            new CallbackAdmission.Refused(CallbackOutcome.Stale), _host.Admit(TestData.Callback(TestData.CallbackTarget, Key, TestData.Now.AddMinutes(-6)), Optional));
    }

    [Theory]
    [InlineData("1795392000", null)]
    [InlineData(null, "0123456789abcdef0123456789abcdef")]
    public void Half_of_a_signature_is_forged_also_where_it_may_be_absent(string? timestamp, string? signature) => Assert.Equal(
        new CallbackAdmission.Refused(CallbackOutcome.Forged),
        _host.Admit(TestData.Callback(TestData.CallbackTarget) with { Signature = new(timestamp, signature) }, Optional));

    [Fact]
    public void A_signature_is_ignored_when_no_key_is_configured() =>
        Assert.IsType<CallbackAdmission.ForRun>(_host.Admit(TestData.Callback(TestData.CallbackTarget, Key)));

    [Fact]
    public void A_signature_does_not_replace_the_proof_in_the_URL() => Assert.Equal(
        new CallbackAdmission.Refused(CallbackOutcome.Forged), _host.Admit(TestData.Callback($"/callbacks/{TestData.RunId}?g=1&s=AAAAAAAAAAAAAAAAAAAAAA", Key), Optional));

    [Theory]
    [InlineData("/events")]
    [InlineData("/events?account=1")]
    public void Events_of_all_tasks_are_served_only_under_a_genuine_signature(string target)
    {
        Assert.Equal(new CallbackAdmission.Refused(CallbackOutcome.NotServed), _host.Admit(TestData.Callback(target, Key)));
        Assert.Equal(new CallbackAdmission.Refused(CallbackOutcome.Unsigned), _host.Admit(TestData.Callback(target), Optional));
        Assert.Equal(new CallbackAdmission.Refused(CallbackOutcome.Forged), _host.Admit(TestData.Callback(target, "Guessed1"), Optional));
        Assert.Equal(new CallbackAdmission.ForAnyTask(), _host.Admit(TestData.Callback(target, Key), Optional));
    }

    [Fact]
    public void The_text_of_a_request_does_not_hold_its_capability() =>
        Assert.DoesNotContain("s=", TestData.Callback(TestData.CallbackTarget, Key).ToString(), StringComparison.Ordinal);
}
