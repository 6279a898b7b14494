using System.Text;
using FcWorkflowTrigger.Reconcile;
using FcWorkflowTrigger.Tests.Callback;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Reconcile;

/// <summary>What reconcile cannot read is kept, byte for byte: no other copy of it exists.</summary>
public sealed class LostDocumentTests
{
    private const string RequestId = "1-abc";

    private readonly TestHost _host = new();

    public static TheoryData<byte[]> Unreadable =>
    [
        "{\"requestPayload\":\"\\ud800\"}"u8.ToArray(),
        [.. "{\"requestPayload\":\""u8, 0xFF, 0xFE, .. "\"}"u8],
        [.. "{\"requestContext\":{\"requestId\":\""u8, 0xC0, 0x80, .. "\"},\"requestPayload\":\"{}\"}"u8],
        [0xFF, 0xFE, 0x00],
        [.. Enumerable.Repeat((byte)'[', 5000)],
        "{\"requestPayload\":\"{}\",\"requestPayload\":\"{}\"}"u8.ToArray(),
        "{\"run\":\"\\ud800\",\"action\":\"resume\",\"events\":[]}"u8.ToArray(),
        "[1e999999999]"u8.ToArray(),
        [],
    ];

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task A_document_that_cannot_be_read_is_kept_as_it_came(byte[] document)
    {
        await _host.ReconcileAsync(document, RequestId);

        Assert.Equal(document, _host.Ledger.Unreadable[RequestId]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../r/00")]
    [InlineData("a b")]
    public async Task A_request_id_of_another_shape_does_not_become_a_key(string requestId)
    {
        await _host.ReconcileAsync("not json"u8.ToArray(), requestId);

        Assert.Matches("^[0-9a-f]{16}$", Assert.Single(_host.Ledger.Unreadable).Key);
    }

    [Fact]
    public async Task An_event_is_kept_also_when_the_time_of_the_function_is_over()
    {
        using var timeout = new CancellationTokenSource();
        _host.Ims.RegisterMediaInfoAsync(default!, default).ThrowsAsyncForAnyArgs(_ =>
        {
            timeout.Cancel();
            return new OperationCanceledException(timeout.Token);
        });

        await Assert.ThrowsAnyAsync<Exception>(() => _host.ReconcileAsync(
            GivenUp(TestData.Bytes(TestData.Sample("object-created.json"))), cancellationToken: timeout.Token));

        Assert.Contains(RequestId, _host.Ledger.Unreadable.Keys);
    }

    [Fact]
    public async Task Of_1000_mutated_events_each_ends_as_a_run_a_refusal_or_a_kept_object()
    {
        string[] samples = ["object-created.json", "objects-created-two.json", "object-created-eventbridge.json", "objects-created-batch.json", "object-created-topic.json"];
        var mutator = new CallbackMutator(seed: 5, [.. samples.Select(name => TestData.Bytes(TestData.Sample(name)))]);
        var (random, counts) = (new Random(8), new Dictionary<string, int>());

        for (var number = 0; number < 1000; number++)
        {
            var document = Next(mutator, random, number);
            var end = await EndOfIngestAsync(document);
            Assert.True(end is not null, $"Event {number} was lost: {Convert.ToBase64String(document)}");
            counts[end] = counts.GetValueOrDefault(end) + 1;
        }

        // A mutator that breaks every sample, or none, would prove little.
        Assert.True(counts.Count == 3 && counts["kept"] > 100 && counts["run"] > 50, string.Join(", ", counts));
    }

    [Fact]
    public async Task Of_2000_mutated_documents_to_reconcile_each_ends_as_a_run_a_refusal_a_sweep_or_a_kept_object()
    {
        string[] samples = ["failure-destination.json", "object-created.json", "decision.json", "timer.json"];
        var mutator = new CallbackMutator(seed: 6, [.. samples.Select(name => TestData.Bytes(TestData.Sample(name)))]);
        var random = new Random(7);

        for (var number = 0; number < 2000; number++)
        {
            var document = Next(mutator, random, number);
            Assert.True(await EndOfReconcileAsync(document) is not null, $"Document {number} was lost: {Convert.ToBase64String(document)}");
        }
    }

    // Each eighth is any bytes at all.
    private static byte[] Next(CallbackMutator mutator, Random random, int number)
    {
        var document = mutator.Next();

        if (number % 8 == 0)
        {
            document = new byte[random.Next(64)];
            random.NextBytes(document);
        }

        return document;
    }

    private static async Task<string?> EndOfIngestAsync(byte[] document)
    {
        var host = new TestHost();

        try
        {
            await host.IngestAsync(document);
            return FindEnd(host);
        }
        catch (Exception)
        {
            // Function Compute gives up, and sends what it has to reconcile: a text if the event is one.
            return await EndOfReconcileAsync(GivenUp(document));
        }
    }

    /// <returns>Null for a document that left no trace.</returns>
    private static async Task<string?> EndOfReconcileAsync(byte[] document)
    {
        var host = new TestHost();

        try
        {
            await host.ReconcileAsync(document, RequestId);
            return FindEnd(host);
        }
        catch (Exception failure) when (failure is DecisionException && IsDecision(document))
        {
            return "refused";
        }
    }

    private static string? FindEnd(TestHost host) =>
        host.Ledger.Unreadable.Count > 0 ? "kept"
        : host.Ledger.Markers.Count > 0 ? "run"
        : host.Log.Infos.Any(line => line.StartsWith("Refused ", StringComparison.Ordinal) || line.StartsWith("Swept: ", StringComparison.Ordinal)) ? "refused"
        : null;

    // An operator who sends it waits for the answer, so it is refused and not kept.
    private static bool IsDecision(byte[] document) => Encoding.UTF8.GetString(document).Contains("run", StringComparison.Ordinal);

    private static byte[] GivenUp(byte[] document)
    {
        var isText = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(document)).AsSpan().SequenceEqual(document);
        var payload = isText
            ? System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(Encoding.UTF8.GetString(document), TestJson.Default.String)
            : document;
        return [.. Encoding.UTF8.GetBytes($$"""{"requestContext":{"requestId":"{{RequestId}}"},"requestPayload":"""), .. payload, (byte)'}'];
    }
}
