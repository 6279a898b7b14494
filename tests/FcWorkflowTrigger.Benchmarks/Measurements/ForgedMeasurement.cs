using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using FcWorkflowTrigger.Benchmarks.Cloud;
using FcWorkflowTrigger.Benchmarks.Measuring;
using FcWorkflowTrigger.Benchmarks.Processes;
using FcWorkflowTrigger.Benchmarks.Reporting;

namespace FcWorkflowTrigger.Benchmarks.Measurements;

/// <summary>How far large bodies raise the memory of the callback function: forged ones, which it must not read, and genuine ones that come slowly.</summary>
internal static class ForgedMeasurement
{
    private const int AtOnce = 20;
    private const int ForgedBytes = 30 * 1024 * 1024;
    private const int ForgedLimitMebibytes = 8;

    // Each body is there three times for a moment: as it came, in one piece, and as text read from it.
    private const int SlowLimitMebibytes = 24;

    // A little under the function's own limit of 256 KB.
    private const int SlowBytes = 250_000;
    private const int SlowPieces = 10;
    private static readonly TimeSpan SlowPause = TimeSpan.FromMilliseconds(30);

    public static async Task<IReadOnlyList<Row>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        await using var cloud = await StubCloud.StartAsync(cancellationToken);
        var runs = await bench.Subjects.StartedRunsAsync(cloud, bench.Rounds * (AtOnce + 1), cancellationToken);
        cloud.Tasks.Status = "Succeed";
        var callback = bench.Subjects.Function("callback", cloud);
        var forged = new List<double>();
        var slow = new List<double>();

        for (var round = 0; round < bench.Rounds; round++)
        {
            forged.Add(await ForgedAsync(callback, runs.Peek(), cancellationToken));
            slow.Add(await SlowAsync(callback, runs, cancellationToken));
        }

        return
        [
            new($"memory that {AtOnce} forged bodies of 30 MB at once add", callback.Name, "MiB", Distribution.From(forged), Target: Target.P99(ForgedLimitMebibytes)),
            new($"memory that {AtOnce} genuine, slow bodies of 250 KB at once add", callback.Name, "MiB", Distribution.From(slow), Target: Target.P99(SlowLimitMebibytes)),
        ];
    }

    private static async Task<double> ForgedAsync(Subject callback, StartedRun run, CancellationToken cancellationToken)
    {
        var target = $"{run.CallbackTarget[..^22]}{new string('A', 22)}";
        await using var process = await ServerProcess.ServingAsync(callback, cancellationToken);
        await process.CallBackAsync(run with { CallbackTarget = target }, HttpStatusCode.Forbidden, cancellationToken);
        var before = process.Stats.ResidentMebibytes;

        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => AnswerAsync(process.Port, target, "", ForgedBytes, 1, TimeSpan.Zero, ["403"], cancellationToken)));

        return process.Stats.PeakMebibytes - before;
    }

    private static async Task<double> SlowAsync(Subject callback, Queue<StartedRun> runs, CancellationToken cancellationToken)
    {
        await using var process = await ServerProcess.ServingAsync(callback, cancellationToken);
        await process.CallBackAsync(runs.Dequeue(), HttpStatusCode.OK, cancellationToken);
        var before = process.Stats.ResidentMebibytes;

        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => runs.Dequeue()).ToArray().Select(run => AnswerAsync(
            process.Port,
            run.CallbackTarget,
            $$"""{"EventType":"WorkflowTaskComplete","TaskId":"{{run.TaskId}}","Status":"Succeed"}""",
            SlowBytes,
            SlowPieces,
            SlowPause,

            // On a busy machine a body may take longer than its second.
            ["200", "408"],
            cancellationToken)));

        return process.Stats.PeakMebibytes - before;
    }

    // On a socket, so that the body is sent on while the answer has come already, as a stranger would.
    private static async Task AnswerAsync(
        int port, string target, string begin, int length, int pieces, TimeSpan pause, string[] statuses, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        var stream = client.GetStream();
        var head = string.Create(CultureInfo.InvariantCulture,
            $"POST {target} HTTP/1.1\r\nHost: callback.example.com\r\nx-fc-control-path: /http-invoke\r\nx-fc-function-timeout: 30\r\nContent-Length: {length}\r\n\r\n{begin}");
        await stream.WriteAsync(Encoding.Latin1.GetBytes(head), cancellationToken);
        var sending = SendAsync(stream, length - begin.Length, pieces, pause, cancellationToken);
        var answer = new byte[4096];
        var read = await stream.ReadAsync(answer, cancellationToken);
        await sending;

        var text = Encoding.Latin1.GetString(answer, 0, read);

        if (!statuses.Any(status => text.StartsWith($"HTTP/1.1 {status} ", StringComparison.Ordinal)))
        {
            throw new InvalidOperationException($"Not {string.Join(" or ", statuses)} but: {text}");
        }
    }

    private static async Task SendAsync(NetworkStream stream, int length, int pieces, TimeSpan pause, CancellationToken cancellationToken)
    {
        var block = Encoding.Latin1.GetBytes(new string(' ', 64 * 1024));

        try
        {
            for (var piece = 0; piece < pieces; piece++)
            {
                await Task.Delay(piece == 0 ? TimeSpan.Zero : pause, cancellationToken);

                for (var left = (length / pieces) + (piece == 0 ? length % pieces : 0); left > 0; left -= block.Length)
                {
                    await stream.WriteAsync(block.AsMemory(0, Math.Min(left, block.Length)), cancellationToken);
                }
            }
        }
        catch (IOException)
        {
            // The function has closed the connection, and needs no more of the body.
        }
    }
}
