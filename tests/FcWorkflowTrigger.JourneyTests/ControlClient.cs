using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace FcWorkflowTrigger.JourneyTests;

internal sealed record CallbackSeen(string Url, int? Status, int Attempt);

internal sealed record RunSeen(string Bucket, string Key, string? MediaId, string TaskId, string Status, IReadOnlyList<CallbackSeen> Callbacks);

internal sealed record FunctionSeen(string Name, IReadOnlyList<int> ProcessIds);

internal sealed record InvocationSeen(string Function, string RequestId, int RetryCount, bool Ok);

/// <summary>The emulator's control routes, as another tool would use them.</summary>
internal static class ControlClient
{
    private const string Prefix = "fc-workflow-trigger-";

    public static Task<RunSeen[]> RunsAsync(this LocalCloud cloud) => cloud.GetAsync<RunSeen[]>("runs");

    /// <summary>Waits until the object's tasks have this status; with <paramref name="called"/>, until their callbacks were answered 200 too.</summary>
    /// <param name="count">How many tasks the object has by then.</param>
    public static Task<RunSeen[]> UntilAsync(this LocalCloud cloud, string key, string? status, bool called = false, int count = 1) =>
        cloud.GetAsync<RunSeen[]>($"runs/wait?key={Uri.EscapeDataString(key)}&count={count}&timeoutSeconds=60{(status is null ? "" : $"&status={status}")}{(called ? "&called=true" : "")}");

    public static Task<InvocationSeen[]> InvokedAsync(this LocalCloud cloud, string role, int count) =>
        cloud.GetAsync<InvocationSeen[]>($"invocations/wait?function={Prefix}{role}&count={count}&timeoutSeconds=60");

    /// <summary>How many have ended so far.</summary>
    public static async Task<int> InvocationsAsync(this LocalCloud cloud, string role) =>
        (await cloud.GetAsync<InvocationSeen[]>("invocations")).Count(ended => ended.Function == Prefix + role);

    public static async Task<string[]> LogAsync(this LocalCloud cloud, string role) => await cloud.GetAsync<string[]>($"functions/{Prefix}{role}/log");

    /// <summary>Waits until the function has said it.</summary>
    public static Task<string[]> SaidAsync(this LocalCloud cloud, string role, string text) =>
        cloud.GetAsync<string[]>($"functions/{Prefix}{role}/log/wait?contains={Uri.EscapeDataString(text)}&timeoutSeconds=60");

    public static async Task<IReadOnlyList<int>> ProcessesAsync(this LocalCloud cloud, string role) =>
        (await cloud.GetAsync<FunctionSeen[]>("functions")).Single(function => function.Name == Prefix + role).ProcessIds;

    public static async Task<DateTimeOffset> NowAsync(this LocalCloud cloud) =>
        (await cloud.GetAsync<JsonElement>("clock")).GetProperty("now").GetDateTimeOffset();

    public static Task AdvanceAsync(this LocalCloud cloud, TimeSpan by) => cloud.PostAsync("clock/advance", new { seconds = by.TotalSeconds });

    public static Task FaultAsync(this LocalCloud cloud, object fault) => cloud.PostAsync("faults", fault);

    /// <summary>The next call that fits is held up for longer than any test lasts.</summary>
    public static Task HoldAsync(this LocalCloud cloud, string service, string action, string? keyContains = null) =>
        cloud.FaultAsync(new { service, action, kind = "delay", delayMilliseconds = (int)TimeSpan.FromDays(20).TotalMilliseconds, keyContains });

    public static async Task ClearFaultsAsync(this LocalCloud cloud)
    {
        using var reply = await cloud.Http.DeleteAsync($"{cloud.Control}/_emulator/faults");
        Assert.True(reply.IsSuccessStatusCode);
    }

    /// <summary>Waits until every fault has struck; fails when one has found no call.</summary>
    public static Task StruckAsync(this LocalCloud cloud) => cloud.GetAsync<object[]>("faults/wait?timeoutSeconds=30");

    /// <summary>Waits until the calls that are to be held up are under way.</summary>
    public static Task HeldAsync(this LocalCloud cloud) => cloud.GetAsync<object[]>("faults/wait?kind=delay&timeoutSeconds=60");

    public static Task KillAsync(this LocalCloud cloud, string role) => cloud.PostAsync($"functions/{Prefix}{role}/kill", new { });

    /// <summary>Lets the timer fire, and waits until a sweep has ended.</summary>
    public static async Task SweepAsync(this LocalCloud cloud)
    {
        var before = await cloud.InvocationsAsync("reconcile");
        await cloud.AdvanceAsync(TimeSpan.FromMinutes(6));
        await cloud.InvokedAsync("reconcile", before + 1);
    }

    /// <summary>Delivers an event as if Function Compute had one, and waits for the answer.</summary>
    public static Task<HttpResponseMessage> InvokeAsync(this LocalCloud cloud, string role, string document) => cloud.InvokeAsync(role, document, "Sync");

    /// <summary>Hands an event over as triggers do: it is tried again, and in the end given up.</summary>
    public static async Task EnqueueAsync(this LocalCloud cloud, string role, string document)
    {
        using var reply = await cloud.InvokeAsync(role, document, "Async");
        Assert.Equal(HttpStatusCode.Accepted, reply.StatusCode);
    }

    public static string CallbackUrl(this LocalCloud cloud, string rest) => $"{cloud.Fc}/{Prefix}callback{rest}";

    private static async Task<HttpResponseMessage> InvokeAsync(this LocalCloud cloud, string role, string document, string type)
    {
        using var request = await cloud.SignedFcAsync($"/2023-03-30/functions/{Prefix}{role}/invocations", "InvokeFunction", Encoding.UTF8.GetBytes(document));
        request.Headers.Add("x-fc-invocation-type", type);
        return await cloud.Http.SendAsync(request);
    }

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
