using FcWorkflowTrigger.Cloud;

namespace FcWorkflowTrigger.Tests.Cloud;

public sealed class CredentialStoreTests
{
    private static readonly Credentials Environment = new("env-id", "env-secret", "env-token");

    [Fact]
    public void Without_keys_in_the_environment_the_latest_three_headers_count()
    {
        var store = new CredentialStore(null);

        store.Offer("old", "secret", "token");
        store.Offer("id", "secret", "token");

        Assert.Equal(new("id", "secret", "token"), store.Current);
    }

    [Fact]
    public void With_keys_in_the_environment_headers_are_ignored()
    {
        var store = new CredentialStore(Environment);

        store.Offer("id", "secret", "token");

        Assert.Equal(Environment, store.Current);
    }

    [Theory]
    [InlineData("id", "secret", "")]
    [InlineData("id", "", "token")]
    [InlineData(null, "secret", "token")]
    public void Two_of_three_headers_count_as_none(string? id, string? secret, string? token)
    {
        var store = new CredentialStore(null);

        store.Offer(id, secret, token);

        Assert.Throws<InvalidOperationException>(() => store.Current);
    }

    [Fact]
    public void Without_any_the_failure_says_what_to_do() =>
        Assert.Contains("role", Assert.Throws<InvalidOperationException>(() => new CredentialStore(null).Current).Message, StringComparison.Ordinal);

    [Fact]
    public void Keys_are_not_in_the_text_of_the_record() => Assert.DoesNotContain("env", Environment.ToString(), StringComparison.Ordinal);
}
