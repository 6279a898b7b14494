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
    public void A_URL_issued_here_is_admitted_for_its_run() =>
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
    public void Any_other_spelling_of_it_is_forged(string was, string becomes) => Assert.Equal(
        new CallbackAdmission.Refused(CallbackOutcome.Forged),
        _host.Admit(TestData.Callback(TestData.CallbackTarget.Replace(was, becomes, StringComparison.Ordinal))));

    [Theory]
    [InlineData("/")]
    [InlineData("/elsewhere")]
    [InlineData("/eventsx")]
    [InlineData("/callbacks")]
    [InlineData("*")]
    public void Nothing_is_served_elsewhere(string target) =>
        Assert.Equal(new CallbackAdmission.Refused(CallbackOutcome.NotServed), _host.Admit(TestData.Callback(target), Required));

    [Fact]
    public void A_run_s_own_URL_may_come_unsigned_unless_the_settings_demand_it()
    {
        Assert.IsType<CallbackAdmission.ForRun>(_host.Admit(TestData.Callback(TestData.CallbackTarget), Optional));
        Assert.Equal(new CallbackAdmission.Refused(CallbackOutcome.Unsigned), _host.Admit(TestData.Callback(TestData.CallbackTarget), Required));
        Assert.IsType<CallbackAdmission.ForRun>(_host.Admit(TestData.Callback(TestData.CallbackTarget, Key), Required));
    }

    [Fact]
    public void A_signature_that_is_there_must_be_genuine()
    {
        Assert.Equal(
            new CallbackAdmission.Refused(CallbackOutcome.Forged), _host.Admit(TestData.Callback(TestData.CallbackTarget, "Guessed1"), Optional));
        Assert.Equal(
            new CallbackAdmission.Refused(CallbackOutcome.Stale), _host.Admit(TestData.Callback(TestData.CallbackTarget, Key, TestData.Now.AddMinutes(-6)), Optional));
    }

    [Fact]
    public void A_signature_without_a_key_to_check_it_with_is_passed_over() =>
        Assert.IsType<CallbackAdmission.ForRun>(_host.Admit(TestData.Callback(TestData.CallbackTarget, Key)));

    [Fact]
    public void A_signature_does_not_make_up_for_a_URL_that_proves_nothing() => Assert.Equal(
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
    public void Nothing_of_a_request_s_own_text_is_a_capability() =>
        Assert.DoesNotContain("s=", TestData.Callback(TestData.CallbackTarget, Key).ToString(), StringComparison.Ordinal);
}
