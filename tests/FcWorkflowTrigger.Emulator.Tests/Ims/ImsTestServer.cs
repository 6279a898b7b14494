using System.Globalization;
using System.Text.Json.Nodes;
using FcWorkflowTrigger.Emulator.Ims;
using FcWorkflowTrigger.Emulator.Ims.Callbacks;
using FcWorkflowTrigger.Emulator.Ims.Signing;
using FcWorkflowTrigger.Emulator.Shared;
using Microsoft.Extensions.Logging.Abstractions;

namespace FcWorkflowTrigger.Emulator.Tests.Ims;

/// <summary>IMS on its own port with its own clock, and a client that signs with version 3. AcsV3Tests check this signature against the published example.</summary>
internal sealed class ImsTestServer : IAsyncDisposable
{
    public const string Workflow = "00000000000000000000000000000001";
    private readonly CancellationTokenSource _stopping = new();
    private readonly HttpClient _callbacks;
    private LoopbackServer _server = null!;

    private ImsTestServer(DataFolder data, CallbackOptions options, TimeProvider time)
    {
        _callbacks = new(Receiver);
        Clock = TestData.Clock(time);
        State = new(data);
        var sender = new CallbackSender(Clock, _callbacks, (_, _, _) => Task.FromResult(false), options, NullLogger<CallbackSender>.Instance);
        var delivery = new EventDelivery(State, Clock, sender, Faults, options.Signing);
        Context = new(
            State,
            Clock,
            ImsTimings.Default,
            (_, key) => key != "uploads/missing.mp4",
            new(State, Clock, delivery, data, _stopping.Token),
            new(State, Clock, delivery, data, _stopping.Token));
    }

    public EmulatorClock Clock { get; }

    public Faults Faults { get; } = new();

    public ImsState State { get; }

    public CallbackReceiver Receiver { get; } = new();

    public ImsContext Context { get; }

    public static async Task<ImsTestServer> StartAsync(DataFolder? data = null, CallbackOptions? options = null, TimeProvider? time = null)
    {
        var server = new ImsTestServer(data ?? TestData.NoData, options ?? new(), time ?? TestData.Time());
        server._server = await LoopbackServer.StartAsync(app => app.MapIms(server.Context, new(data ?? TestData.NoData), server.Faults));
        return server;
    }

    public Task<ImsReply> CallAsync(string action, params (string Name, string Value)[] parameters) => SendAsync(action, parameters);

    public async Task<ImsReply> SendAsync(
        string action,
        (string Name, string Value)[] parameters,
        string secret = "local-secret",
        string? nonce = null,
        DateTimeOffset? at = null,
        string key = "local")
    {
        var query = parameters.Select(pair => new KeyValuePair<string, string?>(pair.Name, pair.Value)).ToArray();
        (string Name, string Value)[] headers =
        [
            ("host", _server.Http.BaseAddress!.Authority), ("x-acs-action", action), ("x-acs-content-sha256", AcsV3.Hash([])),
            ("x-acs-date", (at ?? Clock.GetUtcNow()).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
            ("x-acs-signature-nonce", nonce ?? Guid.NewGuid().ToString("N")), ("x-acs-version", "2020-11-09"),
        ];
        var toSign = AcsV3.StringToSign("POST", "/", query, headers, AcsV3.Hash([]));
        var names = string.Join(';', headers.Select(header => header.Name));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"?{AcsV3.CanonicalQuery(query)}");
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"ACS3-HMAC-SHA256 Credential={key},SignedHeaders={names},Signature={AcsV3.Sign(secret, toSign)}");

        foreach (var (name, value) in headers.Skip(1))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var reply = await _server.Http.SendAsync(request);
        return new((int)reply.StatusCode, JsonNode.Parse(await reply.Content.ReadAsStringAsync())!.AsObject(), reply.Headers);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _server.DisposeAsync();
        _callbacks.Dispose();
        _stopping.Dispose();
    }
}
