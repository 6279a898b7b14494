using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using FcWorkflowTrigger.ConsolePage;
using FcWorkflowTrigger.ConsolePage.Serving;
using FcWorkflowTrigger.Operations.Connecting;
using FcWorkflowTrigger.Operations.Diagnosing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace FcWorkflowTrigger.Tests.ConsolePage;

/// <summary>Who may look at the console of an account, and who may act.</summary>
public sealed class ConsoleServerTests : IAsyncLifetime
{
    private const int MostBytes = 150_000;
    private const string Run = "0000000000000000000000000000000000000000";

    private readonly AccessToken _token = AccessToken.Create();
    private ConsoleServer _page = null!;
    private WebApplication _app = null!;
    private HttpClient _http = null!;

    public async Task InitializeAsync()
    {
        _page = Consoles.Create(CloudContext.Open(new(Local: true, PortBase: 1), _ => null), new(CanAct: false, _token, rest => $"fcwt {rest}", DoctorOptions.Beside("no/s.yaml", null), _ => null));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(async http =>
        {
            if (!await _page.TryAnswerAsync(http))
            {
                http.Response.StatusCode = 404;
            }
        });
        await _app.StartAsync();
        _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = new(_app.Urls.Single()) };
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
        _page.Dispose();
    }

    [Fact]
    public async Task The_address_with_the_token_gives_a_cookie_with_which_the_page_may_ask()
    {
        using var opened = await _http.GetAsync($"/{_token.Query}");
        var cookie = opened.Headers.GetValues("Set-Cookie").Single();

        Assert.Equal((HttpStatusCode.Redirect, "/"), (opened.StatusCode, opened.Headers.Location!.ToString()));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        using var facts = await SendAsync("GET", "/api/facts", cookie: cookie.Split(';')[0]);
        var body = JsonDocument.Parse(await facts.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal((false, false), (body.GetProperty("canAct").GetBoolean(), body.GetProperty("isLocal").GetBoolean()));
    }

    [Theory]
    [InlineData("/api/facts")]
    [InlineData("/api/runs")]
    [InlineData("/api/stream")]
    [InlineData("/?token=wrong")]
    [InlineData("/?token=")]
    public async Task Without_the_token_or_with_a_wrong_one_nothing_is_told(string path)
    {
        using var without = await SendAsync("GET", path);
        using var wrong = await SendAsync("GET", path, cookie: $"fcwt-console-{_http.BaseAddress!.Port}=0123");

        Assert.Equal(("TOKEN-REFUSED", "TOKEN-REFUSED"), (await CodeAsync(without), await CodeAsync(wrong)));
        Assert.Equal((401, 401), ((int)without.StatusCode, (int)wrong.StatusCode));
    }

    [Fact]
    public async Task A_rebound_host_is_refused_even_with_the_token()
    {
        using var reply = await SendAsync("GET", "/api/facts", await CookieAsync(), ("Host", $"rebound.example:{_http.BaseAddress!.Port}"));

        Assert.Equal((421, "HOST-REFUSED"), ((int)reply.StatusCode, await CodeAsync(reply)));
    }

    [Theory]
    [InlineData("Origin", "https://a-web-page.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Another_page_cannot_act_even_with_the_token(string header, string value)
    {
        using var reply = await SendAsync("POST", $"/api/runs/{Run}", await CookieAsync(), (header, value));

        Assert.Equal((403, "ORIGIN-REFUSED"), ((int)reply.StatusCode, await CodeAsync(reply)));
    }

    [Fact]
    public async Task A_form_cannot_act_even_with_the_token()
    {
        using var reply = await SendAsync("POST", $"/api/runs/{Run}", await CookieAsync(), ("Content-Type", "text/plain"));

        Assert.Equal((415, "BODY-NOT-JSON"), ((int)reply.StatusCode, await CodeAsync(reply)));
    }

    [Fact]
    public async Task Without_allow_actions_nobody_can_act()
    {
        using var reply = await SendAsync("POST", $"/api/runs/{Run}", await CookieAsync());

        Assert.Equal((403, "ACTIONS-OFF"), ((int)reply.StatusCode, await CodeAsync(reply)));
    }

    [Fact]
    public async Task Each_file_of_the_page_is_served_from_here_alone_and_all_are_small()
    {
        var names = typeof(ConsoleServer).Assembly.GetManifestResourceNames();
        Assert.Contains("vendor/htm-preact.js", names);
        var total = 0L;

        foreach (var name in names)
        {
            using var reply = await _http.GetAsync($"/{name}");
            var text = await reply.Content.ReadAsStringAsync();

            Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
            Assert.StartsWith("default-src 'self';", reply.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Equal("nosniff", reply.Headers.GetValues("X-Content-Type-Options").Single());
            total += name.EndsWith(".txt", StringComparison.Ordinal) ? 0 : Encoding.UTF8.GetByteCount(text);
        }

        Assert.InRange(total, 1, MostBytes);
    }

    private async Task<string> CookieAsync()
    {
        using var opened = await _http.GetAsync($"/{_token.Query}");
        return opened.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }

    private async Task<HttpResponseMessage> SendAsync(string method, string path, string? cookie = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new(method), path);

        if (method == "POST")
        {
            request.Content = new StringContent("""{"action":"resume"}""");
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(headers.FirstOrDefault(header => header.Name == "Content-Type").Value ?? "application/json");
        }

        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        foreach (var (name, value) in headers.Where(header => header.Name != "Content-Type"))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _http.SendAsync(request);
    }

    private static async Task<string?> CodeAsync(HttpResponseMessage reply) => JsonDocument.Parse(await reply.Content.ReadAsStringAsync()).RootElement.GetProperty("code").GetString();
}
