using System.Text.Json;
using System.Xml.Linq;

namespace FcWorkflowTrigger.JourneyTests;

/// <summary>The ledger's bucket, as its owner sees it.</summary>
internal static class LedgerView
{
    // The marker of a task that was still running at a sweep is due again within the next two hours.
    private const int SweepsOfTwoHours = 20;

    /// <summary>The keys that begin so.</summary>
    public static async Task<string[]> LedgerAsync(this LocalCloud cloud, string prefix)
    {
        using var request = await cloud.SignedAsync(HttpMethod.Get, "ledger", key: "", query: $"?max-keys=1000&prefix={Uri.EscapeDataString(prefix)}");
        using var reply = await cloud.Http.SendAsync(request);
        var text = await reply.Content.ReadAsStringAsync();
        Assert.True(reply.IsSuccessStatusCode, text);
        return [.. XDocument.Parse(text).Descendants("Key").Select(key => key.Value)];
    }

    /// <summary>The last record of a task's run.</summary>
    public static async Task<JsonElement> EndAsync(this LocalCloud cloud, string taskId)
    {
        var run = await cloud.ObjectAsync($"t/{taskId}");
        var records = await cloud.LedgerAsync($"r/{run[..2]}/{run[..24]}/{run[24..]}/");
        return JsonDocument.Parse(await cloud.ObjectAsync(records[^1])).RootElement;
    }

    /// <summary>One record of a run.</summary>
    public static async Task<JsonElement> RecordAsync(this LocalCloud cloud, string key) => JsonDocument.Parse(await cloud.ObjectAsync(key)).RootElement;

    /// <summary>What says that a run is not done yet.</summary>
    public static Task<string[]> MarkersAsync(this LocalCloud cloud) => cloud.LedgerAsync("d/");

    /// <summary>Sweeps until nothing is left to do; fails when something always is.</summary>
    public static async Task QuietAsync(this LocalCloud cloud)
    {
        for (var sweep = 0; sweep < SweepsOfTwoHours && (await cloud.MarkersAsync()).Length > 0; sweep++)
        {
            await cloud.SweepAsync();
        }

        Assert.Empty(await cloud.MarkersAsync());
    }

    /// <summary>Overwrites an object, as only an owner's mistake would.</summary>
    public static Task WriteLedgerAsync(this LocalCloud cloud, string key, string content) => cloud.SetBucketAsync(HttpMethod.Put, "ledger", key, null, content);

    /// <summary>Makes a bucket, or changes one of its settings.</summary>
    /// <param name="subResource">Null for the bucket or the object itself.</param>
    public static async Task SetBucketAsync(this LocalCloud cloud, HttpMethod method, string bucket, string key, string? subResource, string? content, string? header = null)
    {
        using var request = await cloud.SignedAsync(method, bucket, key, header: header, subResource: subResource);
        request.Content = content is null ? null : new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(content));
        using var reply = await cloud.Http.SendAsync(request);
        Assert.True(reply.IsSuccessStatusCode, $"{method} {bucket}/{key}?{subResource}: {await reply.Content.ReadAsStringAsync()}");
    }

    public static async Task<string> ObjectAsync(this LocalCloud cloud, string key)
    {
        using var request = await cloud.SignedAsync(HttpMethod.Get, "ledger", key);
        using var reply = await cloud.Http.SendAsync(request);
        var text = await reply.Content.ReadAsStringAsync();
        Assert.True(reply.IsSuccessStatusCode, $"{key}: {text}");
        return text;
    }
}
