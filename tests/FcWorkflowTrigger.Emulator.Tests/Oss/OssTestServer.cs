using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Xml.Linq;
using FcWorkflowTrigger.Emulator.Oss;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Tests.Oss;

/// <summary>OSS on its own port, and a client that signs with version 1. The client shares no code with the emulator.</summary>
internal sealed class OssTestServer : IAsyncDisposable
{
    private readonly LoopbackServer _server;

    private OssTestServer(LoopbackServer server, OssStore store, Faults faults) => (_server, Store, Faults) = (server, store, faults);

    public OssStore Store { get; }

    public Faults Faults { get; }

    /// <summary>Signs nothing.</summary>
    public HttpClient Http => _server.Http;

    public static async Task<OssTestServer> StartAsync(DataFolder? data = null)
    {
        var (store, faults) = (TestData.Oss(data), new Faults());
        return new(await LoopbackServer.StartAsync(app => app.MapOss(store, TestData.Clock(), faults)), store, faults);
    }

    /// <param name="bucket">With its slash; empty for a call to the service itself.</param>
    /// <param name="resource">Key and signed sub-resources in their order, as in <c>k?append&amp;position=0</c>.</param>
    public async Task<HttpResponseMessage> SendAsync(
        string method,
        string resource,
        string? body = null,
        string secret = "local-secret",
        DateTimeOffset? at = null,
        string unsigned = "",
        string bucket = "ledger/",
        params string[] headers)
    {
        using var request = new HttpRequestMessage(new(method), $"{bucket}{resource}{unsigned}");
        request.Content = body is null ? null : new ByteArrayContent(TestData.Bytes(body));
        var date = (at ?? TestData.Now).ToString("R", CultureInfo.InvariantCulture);
        var pairs = headers.Select(header => header.Split(": ", 2)).Select(pair => (Name: pair[0], Value: pair[1])).ToArray();
        var signed = pairs.Where(pair => pair.Name.StartsWith("x-oss-", StringComparison.Ordinal)).OrderBy(pair => pair.Name, StringComparer.Ordinal);
        var md5 = pairs.FirstOrDefault(pair => pair.Name == "Content-MD5").Value;
        var toSign = $"{method}\n{md5}\n\n{date}\n{string.Concat(signed.Select(pair => $"{pair.Name}:{pair.Value}\n"))}/{bucket}{resource}";

        foreach (var (name, value) in pairs.Append((Name: "Date", Value: date)).Append((Name: "Authorization", Value: $"OSS local:{Sign(toSign, secret)}")))
        {
            _ = request.Headers.TryAddWithoutValidation(name, value) || request.Content!.Headers.TryAddWithoutValidation(name, value);
        }

        return await _server.Http.SendAsync(request);
    }

    public static async Task<XElement> XmlAsync(HttpResponseMessage reply) => XDocument.Parse(await reply.Content.ReadAsStringAsync()).Root!;

    public static async Task<string> CodeAsync(HttpResponseMessage reply) =>
        $"{(int)reply.StatusCode} {XDocument.Parse(await reply.Content.ReadAsStringAsync()).Root!.Element("Code")!.Value}";

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [SuppressMessage("Security", "CA5350", Justification = "OSS defines its first signature as HMAC-SHA1.")]
    private static string Sign(string text, string secret) => Convert.ToBase64String(HMACSHA1.HashData(TestData.Bytes(secret), TestData.Bytes(text)));
}
