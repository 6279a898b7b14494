using System.Net;
using System.Text;

namespace FcWorkflowTrigger.JourneyTests;

public sealed class CallbackJourneyTests : IAsyncLifetime
{
    private const string Run = "0123456789abcdef0123456789abcdef01234567";
    private LocalCloud _cloud = null!;

    public async Task InitializeAsync() => _cloud = await LocalCloud.StartAsync();

    public async Task DisposeAsync() => await _cloud.DisposeAsync();

    [Theory]
    [InlineData("/callbacks/" + Run + "?g=1&s=AAAAAAAAAAAAAAAAAAAAAA", HttpStatusCode.Forbidden, "FORGED")]
    [InlineData("/callbacks/" + Run, HttpStatusCode.Forbidden, "FORGED")]
    [InlineData("/callbacks/nonsense?g=1&s=x", HttpStatusCode.Forbidden, "FORGED")]
    [InlineData("/elsewhere", HttpStatusCode.NotFound, "NOT-FOUND")]
    [InlineData("/events", HttpStatusCode.NotFound, "NOT-FOUND")]
    [InlineData("/invoke", HttpStatusCode.NotFound, "NOT-FOUND")]
    public async Task A_URL_that_this_program_did_not_make_is_refused_with_a_code(string path, HttpStatusCode status, string code)
    {
        using var reply = await _cloud.Http.PostAsync(_cloud.CallbackUrl(path), new StringContent("{}"));

        Assert.Equal(status, reply.StatusCode);
        Assert.Contains($"\"code\":\"{code}\"", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_of_10_MB_at_a_URL_we_did_not_issue_is_refused_all_the_same()
    {
        using var reply = await _cloud.Http.PostAsync(
            _cloud.CallbackUrl($"/callbacks/{Run}?g=1&s=x"), new ByteArrayContent(Encoding.ASCII.GetBytes(new string(' ', 10 * 1024 * 1024))));

        Assert.Equal(HttpStatusCode.Forbidden, reply.StatusCode);
    }

    [Fact]
    public async Task Another_method_than_POST_never_reaches_the_function()
    {
        using var reply = await _cloud.Http.GetAsync(_cloud.CallbackUrl($"/callbacks/{Run}?g=1&s=x"));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, reply.StatusCode);
    }
}
