using System.Net;
using System.Text.Json;
using FcWorkflowTrigger.Cloud.Http;
using FcWorkflowTrigger.Outcomes;
using FcWorkflowTrigger.Outcomes.Webhooks;
using FcWorkflowTrigger.Settings;
using FcWorkflowTrigger.Tests.Cloud.Http;

namespace FcWorkflowTrigger.Tests.Outcomes.Webhooks;

/// <summary>Where a webhook must not lead, over the connector that the product uses.</summary>
public sealed class WebhookAddressTests
{
    private const string Refusal = "no public address";

    private static Outcome Sample { get; } = JsonSerializer.Deserialize(TestData.Sample("outcome-succeeded.json"), OutcomesJson.Default.Outcome)!;

    [Theory]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://127.1/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://0177.0.0.1/")]
    [InlineData("http://0x7f000001/")]
    [InlineData("http://localhost/")]
    [InlineData("http://100.100.100.200/latest/meta-data/")]
    [InlineData("http://1684301000/latest/meta-data/")]
    [InlineData("http://169.254.169.254/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://[::ffff:127.0.0.1]/")]
    [InlineData("http://[::ffff:100.100.100.200]/")]
    [InlineData("http://[64:ff9b::6464:64c8]/")]
    [InlineData("http://[64:ff9b:1::6464:64c8]/")]
    [InlineData("http://[2002:6464:64c8::]/")]
    [InlineData("http://[fe80::1]/")]
    [InlineData("http://[fd00::1]/")]
    [InlineData("http://10.1.2.3/")]
    [InlineData("http://012.1.2.3/")]
    [InlineData("http://100.64.0.1/")]
    [InlineData("http://100.127.255.255/")]
    [InlineData("http://127.255.255.254/")]
    [InlineData("http://169.254.0.1/")]
    [InlineData("http://172.16.0.1/")]
    [InlineData("http://172.31.255.255/")]
    [InlineData("http://192.0.0.1/")]
    [InlineData("http://192.0.2.1/")]
    [InlineData("http://192.88.99.1/")]
    [InlineData("http://192.168.1.1/")]
    [InlineData("http://0xc0a80101/")]
    [InlineData("http://198.19.0.1/")]
    [InlineData("http://198.51.100.1/")]
    [InlineData("http://203.0.113.1/")]
    [InlineData("http://224.0.0.1/")]
    [InlineData("http://240.0.0.1/")]
    [InlineData("http://255.255.255.255/")]
    [InlineData("http://[::127.0.0.1]/")]
    [InlineData("http://[::ffff:10.0.0.1]/")]
    [InlineData("http://[64:ff9b::7f00:1]/")]
    [InlineData("http://[2001:0:4136:e378::1]/")]
    [InlineData("http://[2001:db8::1]/")]
    [InlineData("http://[3fff::1]/")]
    [InlineData("http://[fc00::1]/")]
    [InlineData("http://[fec0::1]/")]
    [InlineData("http://[ff02::1]/")]
    public async Task An_address_inside_is_refused_before_a_connection(string url)
    {
        using var http = Guarded(new(allowPrivate: false));
        using var request = new HttpRequestMessage(HttpMethod.Post, url);

        Assert.Contains(Refusal, (await Assert.ThrowsAsync<HttpRequestException>(() => http.SendAsync(request, default))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://0/")]
    [InlineData("http://0.0.0.0/")]
    [InlineData("http://[::]/")]
    public async Task An_address_of_no_machine_is_not_even_looked_up(string url)
    {
        using var http = Guarded(new(allowPrivate: false));
        using var request = new HttpRequestMessage(HttpMethod.Post, url);

        Assert.True(HttpFailure.NothingWasSent(await Assert.ThrowsAsync<HttpRequestException>(() => http.SendAsync(request, default))));
    }

    [Theory]
    [InlineData("https://user:password@hooks.example.com/")]
    [InlineData("https://127.0.0.1@hooks.example.com/")]
    public void An_address_with_a_user_is_refused_at_start(string url)
    {
        var variables = new Dictionary<string, string> { ["OUTCOME_WEBHOOKS"] = url, ["OUTCOME_WEBHOOK_SECRETS"] = $"whsec_{Convert.ToBase64String(new byte[24])}" };
        var reader = new SettingsReader(variables.GetValueOrDefault);

        OutcomeOptionsReader.Read(reader, delivers: true);

        Assert.StartsWith("SETTING-OUTCOME_WEBHOOKS: ", Assert.Single(reader.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_leads_inside_from_its_second_look_up_on_is_refused_then()
    {
        using var server = new RawServer();
        var answers = new Queue<IPAddress[]>([[IPAddress.Parse("::ffff:127.0.0.1")], [IPAddress.Loopback, IPAddress.Parse("10.0.0.1")]]);
        using var http = Guarded(new(allowPrivate: false, (_, _) => Task.FromResult(answers.Dequeue())));

        for (var connection = 0; connection < 2; connection++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"http://rebinding.example.com:{server.Url.Port}/");
            Assert.Contains(Refusal, (await Assert.ThrowsAsync<HttpRequestException>(() => http.SendAsync(request, default))).Message, StringComparison.Ordinal);
        }

        Assert.Equal((0, 0), (server.Connections, answers.Count));
    }

    [Fact]
    public async Task The_address_that_was_judged_is_the_one_that_is_called()
    {
        using var server = new RawServer();
        server.Answer("HTTP/1.1 204 No Content\r\n\r\n");
        var lookUps = 0;
        using var http = Guarded(new(allowPrivate: true, (_, _) => Interlocked.Increment(ref lookUps) == 1
            ? Task.FromResult<IPAddress[]>([IPAddress.Loopback])
            : throw new InvalidOperationException("The name was looked up between the judgement and the connection.")));

        Assert.IsType<SinkReply.Delivered>(await Sink(new($"http://hooks.example.com:{server.Url.Port}/"), http).DeliverAsync(Sample, default));
        Assert.Equal((1, 1), (lookUps, server.Connections));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        using var inside = new RawServer();
        using var server = new RawServer();
        server.Answer($"HTTP/1.1 307 Temporary Redirect\r\nLocation: {inside.Url}\r\nContent-Length: 0\r\n\r\n");
        using var http = Guarded(new(allowPrivate: true));

        Assert.Equal(new SinkReply.Later("answered 307"), await Sink(server.Url, http).DeliverAsync(Sample, default));
        Assert.Equal(0, inside.Connections);
    }

    private static WebhookSink Sink(Uri endpoint, HttpMessageInvoker http) =>
        new(endpoint, new([endpoint], [TestData.Secret], AllowPrivate: true), http, TimeProvider.System);

    private static HttpMessageInvoker Guarded(GuardedConnection connection)
    {
        var handler = CloudHttp.CreateHandler();
        handler.ConnectCallback = connection.ConnectAsync;
        return CloudHttp.CreateForStatus(handler);
    }
}
