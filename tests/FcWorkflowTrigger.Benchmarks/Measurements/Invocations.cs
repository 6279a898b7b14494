using System.Net;
using System.Text.Json;
using FcWorkflowTrigger.Benchmarks.Cloud;
using FcWorkflowTrigger.Benchmarks.Processes;

namespace FcWorkflowTrigger.Benchmarks.Measurements;

/// <summary>The requests that Function Compute sends to a custom runtime.</summary>
internal static class Invocations
{
    // The timeout of the reconcile function in the deployment file.
    private const string TimeoutSeconds = "240";

    public static async Task InvokeAsync(this ServerProcess process, byte[] document, CancellationToken cancellationToken)
    {
        using var request = process.Invocation(document);
        await process.InvokeAsync(request, cancellationToken);
    }

    /// <exception cref="InvalidOperationException">The invocation failed, so the measurement is not valid.</exception>
    public static async Task InvokeAsync(this ServerProcess process, HttpRequestMessage invocation, CancellationToken cancellationToken)
    {
        using var reply = await process.ReplyAsync(invocation, cancellationToken);

        if (!reply.Headers.TryGetValues("x-fc-status", out var status) || status.Single() != "200")
        {
            throw new InvalidOperationException($"The invocation failed: {await reply.Content.ReadAsStringAsync(cancellationToken)}");
        }
    }

    /// <summary>Sends many new uploads, at most <paramref name="inFlight"/> at a time.</summary>
    public static Task InvokeManyAsync(this ServerProcess process, int count, int inFlight, CancellationToken cancellationToken) =>
        process.InvokeAllAsync(process.Uploads(count), inFlight, cancellationToken);

    /// <summary>Creates requests of new uploads. A measurement creates them beforehand, so that this work is not measured.</summary>
    public static IReadOnlyList<HttpRequestMessage> Uploads(this ServerProcess process, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => process.Invocation(UploadEvent.New()))];

    public static Task InvokeAllAsync(
        this ServerProcess process, IReadOnlyList<HttpRequestMessage> invocations, int inFlight, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            invocations,
            new ParallelOptions { MaxDegreeOfParallelism = inFlight, CancellationToken = cancellationToken },
            async (invocation, token) => await process.InvokeAsync(invocation, token));

    /// <summary>Sends a callback in the flat form, one of the two forms of IMS (events/callback-flat.json).</summary>
    public static async Task CallBackAsync(this ServerProcess process, StartedRun run, HttpStatusCode expected, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new { EventType = "WorkflowTaskComplete", run.TaskId, Status = "Succeed" });
        using var request = process.Request(run.CallbackTarget, "/http-invoke", body);
        using var reply = await process.ReplyAsync(request, cancellationToken);

        if (reply.StatusCode != expected)
        {
            throw new InvalidOperationException($"{(int)reply.StatusCode} to a callback: {await reply.Content.ReadAsStringAsync(cancellationToken)}");
        }
    }

    /// <summary>Starts runs with the real function.</summary>
    public static async Task<Queue<StartedRun>> StartedRunsAsync(this Subjects subjects, StubCloud cloud, int count, CancellationToken cancellationToken)
    {
        await using var ingest = await ServerProcess.ServingAsync(subjects.Function("ingest", cloud), cancellationToken);
        await ingest.InvokeManyAsync(count, inFlight: 16, cancellationToken);
        return new(cloud.Tasks.All.Select(task => new StartedRun(Target(task.UserData), task.TaskId)));
    }

    private static string Target(string userData)
    {
        using var json = JsonDocument.Parse(userData);
        return new Uri(json.RootElement.GetProperty("NotifyAddress").GetString()!).PathAndQuery;
    }

    private static HttpRequestMessage Invocation(this ServerProcess process, byte[] document) => process.Request("/invoke", "/invoke", document);

    private static HttpRequestMessage Request(this ServerProcess process, string target, string controlPath, byte[] body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(process.Root, target)) { Content = new ByteArrayContent(body) };
        request.Headers.TryAddWithoutValidation("x-fc-request-id", Guid.NewGuid().ToString());
        request.Headers.TryAddWithoutValidation("x-fc-control-path", controlPath);
        request.Headers.TryAddWithoutValidation("x-fc-function-timeout", TimeoutSeconds);
        return request;
    }

    private static async Task<HttpResponseMessage> ReplyAsync(this ServerProcess process, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await process.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException dropped)
        {
            throw new InvalidOperationException($"No answer from port {process.Port}. {await process.DescribeStateAsync()}", dropped);
        }
    }
}

/// <summary>A run with a task in IMS.</summary>
/// <param name="CallbackTarget">Path and query of its callback URL.</param>
internal sealed record StartedRun(string CallbackTarget, string TaskId);
