using System.Net;
using System.Net.Sockets;
using System.Text;
using FcWorkflowTrigger.Callback;
using FcWorkflowTrigger.Callback.Authentication;
using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Cloud.Http;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Hosting;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Outcomes;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Settings;
using FcWorkflowTrigger.Tests.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace FcWorkflowTrigger.Tests.Callback;

/// <summary>The callback function as the product composes it, called by a stranger over TCP.</summary>
public sealed class CallbackTcpTests
{
    private readonly StringWriter _log = new();
    private readonly FakeTimeProvider _time = new(TestData.Now);

    private string Log => _log.ToString();

    [Fact]
    public async Task A_forged_callback_is_refused_while_its_body_of_30_MB_has_not_been_sent()
    {
        var reply = await CallAsync(Head($"/callbacks/{TestData.RunId}?g=1&s=forged", "Content-Length: 31457280"));

        Assert.StartsWith("HTTP/1.1 403 ", reply, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Length: 100", "{\"TaskId\":", false)]
    [InlineData("Content-Length: 100", "{\"TaskId\":", true)]
    [InlineData("Content-Length: 100", "", false)]
    [InlineData("Transfer-Encoding: chunked", "a\r\n{\"TaskId\":\r\n", false)]
    [InlineData("Transfer-Encoding: chunked", "a\r\n{\"Ta", true)]
    public async Task A_body_that_is_too_slow_is_answered_408_and_logs_no_error(string length, string begin, bool hangsUpHard)
    {
        var reply = await CallAsync(Head(TestData.CallbackTarget, length) + begin, hangsUpHard: hangsUpHard);

        Assert.StartsWith("HTTP/1.1 408 ", reply, StringComparison.Ordinal);
        Assert.DoesNotContain("[ERROR]", Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("%3Fg=1&s=")]
    [InlineData("%3fg=1&s=")]
    [InlineData("/?g=1&s=")]
    [InlineData("?s=")]
    public async Task A_path_of_another_spelling_logs_no_character_of_its_proof(string separator)
    {
        var proof = TestData.Capability.Compute(TestData.RunId, 1);

        await CallAsync(Head($"/callbacks/{TestData.RunId}{separator}{proof}", "Content-Length: 0"));

        Assert.Contains($"Callback at /callbacks/{TestData.RunId}: Forged.", Log, StringComparison.Ordinal);
        Assert.DoesNotContain(proof[..4], Log.Replace(TestData.RunId.Value, "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/[ERROR]%20Run%20is%20parked")]
    [InlineData("/callbacks/%1b[2J")]
    [InlineData("/events%0A[ERROR]")]
    public async Task A_path_of_a_stranger_is_not_logged(string path)
    {
        await CallAsync(Head(path, "Content-Length: 0"));

        Assert.DoesNotContain("ERROR", Log, StringComparison.Ordinal);
        Assert.DoesNotContain("parked", Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_id_of_another_shape_does_not_reach_the_log()
    {
        await CallAsync(Head("/any", "Content-Length: 0", "x-fc-request-id: 1 [ERROR] Run 0123 is parked (x)"));

        Assert.DoesNotContain("ERROR", Log, StringComparison.Ordinal);
        Assert.Contains("FC Invoke Start RequestId: ", Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_queue_an_event_is_refused_as_failed()
    {
        var reply = await CallAsync(Head("/", "Content-Length: 2", controlPath: "/invoke") + "{}");

        Assert.StartsWith("HTTP/1.1 404 ", reply, StringComparison.Ordinal);
        Assert.Contains("x-fc-status: 404", reply, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("NOT-FOUND", reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_queue_an_event_is_read()
    {
        var reply = await CallAsync(Head("/", "Content-Length: 2", controlPath: "/invoke") + "{}", queue: "ice-callback-runs");

        Assert.Contains("MESSAGE-MALFORMED", reply, StringComparison.Ordinal);
    }

    // The function's own time is long, because the test's time runs fast.
    private static string Head(string target, string length, string? more = null, string controlPath = "/http-invoke") =>
        $"POST {target} HTTP/1.1\r\nHost: callback.example.com\r\nx-fc-control-path: {controlPath}\r\nx-fc-function-timeout: 86400\r\n{length}\r\n{(more is null ? "" : $"{more}\r\n")}\r\n";

    /// <summary>Sends these bytes and no more, and reads the answer; time passes while there is none.</summary>
    private async Task<string> CallAsync(string request, string? queue = null, bool hangsUpHard = false)
    {
        await using var provider = Compose(queue);
        var kestrel = provider.GetRequiredService<KestrelServer>();
        var serving = provider.GetRequiredService<FunctionServer>().RunAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, new Uri(kestrel.Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        var reading = ReadAsync(stream);

        while (!reading.IsCompleted)
        {
            await Task.Run(static () => { });
            _time.Advance(TimeSpan.FromMilliseconds(10));
        }

        var reply = await reading;

        if (hangsUpHard)
        {
            client.Client.Close(0);
        }

        client.Close();
        provider.GetRequiredService<Shutdown>().Ask();
        await serving;
        return reply;
    }

    private static async Task<string> ReadAsync(NetworkStream stream)
    {
        var reply = new StringBuilder();
        var buffer = new byte[4096];

        while (!reply.ToString().Contains("\"message\"", StringComparison.OrdinalIgnoreCase) && !reply.ToString().Contains("\"errorMessage\"", StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer);

            if (read == 0)
            {
                break;
            }

            reply.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }

        return reply.ToString();
    }

    private ServiceProvider Compose(string? queue)
    {
        var settings = new AppSettings(FunctionRole.Callback, "cn-shanghai", 9000, "instance-1")
        {
            Ledger = new("ledger", LedgerMode.Slots, new("https://oss.invalid")),
            Ims = TestData.Ims,
            Callback = new([TestData.Secret], SignatureOptions.None, TestData.CallbackBase, queue),
        };
        var services = new ServiceCollection();
        services.AddRuntime(settings.Hosting, new("id", "secret", "token"));
        services.AddCloud(settings.Cloud);
        services.AddLedger(settings.Ledger);
        services.AddRuns();
        services.AddOutcomes(settings.Outcomes);
        services.AddCallback(settings.Callback);
        var options = HostingRegistration.ServerOptions(settings.Hosting);
        var loopback = new KestrelServerOptions();
        loopback.Listen(IPAddress.Loopback, 0);
        loopback.Limits.MaxRequestBodySize = options.Limits.MaxRequestBodySize;
        loopback.Limits.MinRequestBodyDataRate = null;

        return services
            .AddSingleton(Substitute.For<IImsClient>())
            .AddSingleton(new PrewarmedConnections([], ServerConnection.OpenAsync, TimeProvider.System))
            .AddSingleton<TimeProvider>(_time)
            .AddSingleton(provider => new FcLoggerFactory(RuntimeEndpointTests.Options with { LogFrames = true }, provider.GetRequiredService<InvocationScope>(), TextWriter.Synchronized(_log), _time))
            .AddSingleton(provider => new KestrelServer(
                Options.Create(loopback),
                new SocketTransportFactory(Options.Create(HostingRegistration.TransportOptions()), provider.GetRequiredService<FcLoggerFactory>()),
                provider.GetRequiredService<FcLoggerFactory>()))
            .BuildServiceProvider();
    }
}
