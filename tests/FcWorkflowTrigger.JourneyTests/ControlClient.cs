using System.Net.Http.Json;
using System.Text.Json;

namespace FcWorkflowTrigger.JourneyTests;

internal sealed record CallbackSeen(string Url, int? Status, int Attempt);

internal sealed record RunSeen(string Bucket, string Key, string TaskId, string Status, IReadOnlyList<CallbackSeen> Callbacks);

internal sealed record FunctionSeen(string Name, IReadOnlyList<int> ProcessIds);

internal sealed record InvocationSeen(string Function, string RequestId, int RetryCount, bool Ok);

/// <summary>The emulator's control routes, as another tool would use them.</summary>
internal static class ControlClient
{
    private const string Prefix = "fc-workflow-trigger-";

    public static Task<RunSeen[]> RunsAsync(this LocalCloud cloud) => cloud.GetAsync<RunSeen[]>("runs");

    /// <summary>Waits until the object's task has this status; with <paramref name="called"/>, until its callback was answered 200 too.</summary>
    public static Task<RunSeen[]> UntilAsync(this LocalCloud cloud, string key, string? status, bool called = false) =>
        cloud.GetAsync<RunSeen[]>($"runs/wait?key={Uri.EscapeDataString(key)}&timeoutSeconds=60{(status is null ? "" : $"&status={status}")}{(called ? "&called=true" : "")}");

    public static Task<InvocationSeen[]> InvokedAsync(this LocalCloud cloud, string role, int count) =>
        cloud.GetAsync<InvocationSeen[]>($"invocations/wait?function={Prefix}{role}&count={count}&timeoutSeconds=60");

    public static async Task<string[]> LogAsync(this LocalCloud cloud, string role) => await cloud.GetAsync<string[]>($"functions/{Prefix}{role}/log");

    public static async Task<IReadOnlyList<int>> ProcessesAsync(this LocalCloud cloud, string role) =>
        (await cloud.GetAsync<FunctionSeen[]>("functions")).Single(function => function.Name == Prefix + role).ProcessIds;

    public static async Task<DateTimeOffset> NowAsync(this LocalCloud cloud) =>
        (await cloud.GetAsync<JsonElement>("clock")).GetProperty("now").GetDateTimeOffset();

    public static Task AdvanceAsync(this LocalCloud cloud, TimeSpan by) => cloud.PostAsync("clock/advance", new { seconds = by.TotalSeconds });

    public static Task FaultAsync(this LocalCloud cloud, object fault) => cloud.PostAsync("faults", fault);

    public static Task KillAsync(this LocalCloud cloud, string role) => cloud.PostAsync($"functions/{Prefix}{role}/kill", new { });

    /// <summary>Delivers an event as if Function Compute had one, and waits for the answer.</summary>
    public static async Task<HttpResponseMessage> InvokeAsync(this LocalCloud cloud, string role, string document) =>
        await cloud.Http.PostAsync($"{cloud.Fc}/2023-03-30/functions/{Prefix}{role}/invocations", new StringContent(document));

    /// <summary>Waits until the ingest function has said that it claimed the object.</summary>
    public static async Task ClaimedAsync(this LocalCloud cloud, string key) =>
        await cloud.GetAsync<string[]>($"functions/{Prefix}ingest/log/wait?contains={Uri.EscapeDataString($"for oss://media-in/{key}")}&timeoutSeconds=60");

    public static string CallbackUrl(this LocalCloud cloud, string rest) => $"{cloud.Fc}/{Prefix}callback{rest}";

    private static async Task<T> GetAsync<T>(this LocalCloud cloud, string path)
    {
        using var reply = await cloud.Http.GetAsync($"{cloud.Control}/_emulator/{path}");
        Assert.True(reply.IsSuccessStatusCode, $"{path}: {await reply.Content.ReadAsStringAsync()}");
        return (await reply.Content.ReadFromJsonAsync<T>())!;
    }

    private static async Task PostAsync<T>(this LocalCloud cloud, string path, T body)
    {
        using var reply = await cloud.Http.PostAsJsonAsync($"{cloud.Control}/_emulator/{path}", body);
        Assert.True(reply.IsSuccessStatusCode, $"{path}: {await reply.Content.ReadAsStringAsync()}");
    }
}
