using System.Net;

namespace FcWorkflowTrigger.Emulator.Tests.Oss;

public sealed class CorsTests : IAsyncLifetime
{
    private const string Rules =
        """
        <CORSConfiguration><CORSRule><AllowedOrigin>https://*.example.com</AllowedOrigin><AllowedMethod>PUT</AllowedMethod><AllowedHeader>x-oss-*</AllowedHeader>
        <ExposeHeader>ETag</ExposeHeader><MaxAgeSeconds>60</MaxAgeSeconds></CORSRule></CORSConfiguration>
        """;

    private OssTestServer _oss = null!;

    public async Task InitializeAsync() => _oss = await OssTestServer.StartAsync();

    public async Task DisposeAsync() => await _oss.DisposeAsync();

    [Fact]
    public async Task A_bucket_whose_rules_were_never_set_lets_every_page_in()
    {
        using var reply = await PreflightAsync("http://localhost:5173", "PUT", "content-type,x-oss-date");
        using var refused = await _oss.SendAsync("GET", "absent", headers: "Origin: http://localhost:5173");
        using var rules = await _oss.SendAsync("GET", "?cors");

        Assert.Equal(("*", "content-type, x-oss-date"), (Allowed(reply, "Origin"), Allowed(reply, "Headers")));
        Assert.Equal("*", Allowed(refused, "Origin"));
        Assert.Contains("ETag", refused.Headers.GetValues("Access-Control-Expose-Headers").Single(), StringComparison.Ordinal);
        Assert.Equal("404 NoSuchCORSConfiguration", await OssTestServer.CodeAsync(rules));
    }

    [Fact]
    public async Task The_rules_of_a_bucket_decide_and_survive_a_restart()
    {
        using var data = new TemporaryData();
        await using var oss = await OssTestServer.StartAsync(data.Open());
        using var put = await oss.SendAsync("PUT", "?cors", Rules);
        using var get = await oss.SendAsync("GET", "?cors");

        using var allowed = await PreflightAsync("https://app.example.com", "PUT", "X-Oss-Date", oss);
        using var otherOrigin = await PreflightAsync("https://example.org", "PUT", "", oss);
        using var longerOrigin = await PreflightAsync("https://app.example.com.other.org", "PUT", "", oss);
        using var otherMethod = await PreflightAsync("https://app.example.com", "POST", "", oss);
        using var otherHeader = await PreflightAsync("https://app.example.com", "PUT", "content-type", oss);
        using var upload = await oss.SendAsync("PUT", "k", "x", headers: "Origin: https://app.example.com");
        using var elsewhere = await oss.SendAsync("PUT", "k", "x", headers: "Origin: https://example.org");

        Assert.Equal(
            ("https://app.example.com", "PUT", "X-Oss-Date", "60"),
            (Allowed(allowed, "Origin"), Allowed(allowed, "Methods"), Allowed(allowed, "Headers"), allowed.Headers.GetValues("Access-Control-Max-Age").Single()));
        Assert.All([otherOrigin, longerOrigin, otherMethod, otherHeader], reply => Assert.Equal((HttpStatusCode.Forbidden, ""), (reply.StatusCode, Allowed(reply, "Origin"))));
        Assert.Equal("403 AccessForbidden", await OssTestServer.CodeAsync(otherOrigin));
        Assert.Equal(("https://app.example.com", "Origin"), (Allowed(upload, "Origin"), upload.Headers.Vary.Single()));
        Assert.Equal((HttpStatusCode.OK, ""), (elsewhere.StatusCode, Allowed(elsewhere, "Origin")));
        Assert.Equal("https://*.example.com", (await OssTestServer.XmlAsync(get)).Element("CORSRule")!.Element("AllowedOrigin")!.Value);
        Assert.Equal(["x-oss-*"], Assert.Single(TestData.Oss(data.Open()).Bucket("ledger").Cors!).Headers);
    }

    [Fact]
    public async Task Deleted_rules_leave_no_rule_as_in_a_new_bucket_of_OSS()
    {
        using var deleted = await _oss.SendAsync("DELETE", "?cors");

        using var preflight = await PreflightAsync("http://localhost", "PUT", "");
        using var get = await _oss.SendAsync("GET", "absent", headers: "Origin: http://localhost");

        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Contains("CORS is not enabled", (await OssTestServer.XmlAsync(preflight)).Element("Message")!.Value, StringComparison.Ordinal);
        Assert.Equal("", Allowed(get, "Origin"));
    }

    [Theory]
    [InlineData("<CORSConfiguration/>")]
    [InlineData("<CORSConfiguration><CORSRule><AllowedOrigin>*</AllowedOrigin></CORSRule></CORSConfiguration>")]
    [InlineData("<CORSConfiguration><CORSRule><AllowedOrigin>*.*</AllowedOrigin><AllowedMethod>PUT</AllowedMethod></CORSRule></CORSConfiguration>")]
    [InlineData("<CORSConfiguration><CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>PATCH</AllowedMethod></CORSRule></CORSConfiguration>")]
    public async Task Rules_that_OSS_does_not_take_are_refused(string rules)
    {
        using var reply = await _oss.SendAsync("PUT", "?cors", rules);

        Assert.Equal("400 MalformedXML", await OssTestServer.CodeAsync(reply));
        Assert.Null(_oss.Store.Bucket("ledger").Cors);
    }

    [Fact]
    public async Task A_preflight_that_does_not_say_what_it_is_for_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "ledger/k");

        using var reply = await _oss.Http.SendAsync(request);

        Assert.Equal("400 InvalidArgument", await OssTestServer.CodeAsync(reply));
    }

    private async Task<HttpResponseMessage> PreflightAsync(string origin, string method, string headers, OssTestServer? oss = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "ledger/k");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", method);

        if (headers.Length > 0)
        {
            request.Headers.Add("Access-Control-Request-Headers", headers);
        }

        return await (oss ?? _oss).Http.SendAsync(request);
    }

    private static string Allowed(HttpResponseMessage reply, string what) =>
        reply.Headers.TryGetValues($"Access-Control-Allow-{what}", out var values) ? values.Single() : "";
}
