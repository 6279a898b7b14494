using System.Net;
using System.Text.Json;
using FcWorkflowTrigger.Benchmarks.Cloud;
using FcWorkflowTrigger.Benchmarks.Processes;

namespace FcWorkflowTrigger.Benchmarks.Measurements;

/// <summary>What Function Compute sends to a custom runtime.</summary>
internal static class Invocations
{
    // As the deployment file gives the reconcile function.
    private const string TimeoutSeconds = "240";

    /// <exception cref="InvalidOperationException">The invocation failed: whatever was measured means nothing.</exception>
    public static async Task InvokeAsync(this ServerProcess process, byte[] document, CancellationToken cancellationToken)
    {
        using var reply = await process.SendAsync("/invoke", "/invoke", document, cancellationToken);

        if (!reply.Headers.TryGetValues("x-fc-status", out var status) || status.Single() != "200")
        {
            throw new InvalidOperationException($"The invocation failed: {await reply.Content.ReadAsStringAsync(cancellationToken)}");
        }
    }

    /// <summary>Many new uploads, at most <paramref name="inFlight"/> at a time.</summary>
    public static Task InvokeManyAsync(this ServerProcess process, int count, int inFlight, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        Enumerable.Range(0, count),
        new ParallelOptions { MaxDegreeOfParallelism = inFlight, CancellationToken = cancellationToken },
        async (_, token) => await process.InvokeAsync(UploadEvent.New(), token));

    /// <param name="target">Path and query of the callback's URL.</param>
    public static async Task CallBackAsync(this ServerProcess process, string target, HttpStatusCode expected, CancellationToken cancellationToken)
    {
        using var reply = await process.SendAsync(
            target, "/http-invoke", """{"EventType":"WorkflowTaskComplete","Status":"Succeed"}"""u8.ToArray(), cancellationToken);

        if (reply.StatusCode != expected)
        {
            throw new InvalidOperationException($"{(int)reply.StatusCode} to a callback: {await reply.Content.ReadAsStringAsync(cancellationToken)}");
        }
    }

    /// <summary>Starts so many runs by the real function and returns where their callbacks go, path and query.</summary>
    public static async Task<Queue<string>> StartedRunsAsync(this Subjects subjects, StubCloud cloud, int count, CancellationToken cancellationToken)
    {
        await using var ingest = await ServerProcess.ServingAsync(subjects.Function("ingest", cloud), cancellationToken);
        await ingest.InvokeManyAsync(count, inFlight: 16, cancellationToken);
        return new(cloud.Tasks.All.Select(task => Target(task.UserData)));
    }

    private static string Target(string userData)
    {
        using var json = JsonDocument.Parse(userData);
        return new Uri(json.RootElement.GetProperty("NotifyAddress").GetString()!).PathAndQuery;
    }

    private static async Task<HttpResponseMessage> SendAsync(
        this ServerProcess process, string target, string controlPath, byte[] body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, target);
        request.Content = new ByteArrayContent(body);
        request.Headers.TryAddWithoutValidation("x-fc-request-id", Guid.NewGuid().ToString());
        request.Headers.TryAddWithoutValidation("x-fc-control-path", controlPath);
        request.Headers.TryAddWithoutValidation("x-fc-function-timeout", TimeoutSeconds);

        try
        {
            return await process.Http.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException dropped)
        {
            throw new InvalidOperationException($"No answer from port {process.Port}. {await process.LastWordsAsync()}", dropped);
        }
    }
}
