using System.Collections.Concurrent;
using System.Globalization;
using FcWorkflowTrigger.Cloud.Http;

namespace FcWorkflowTrigger.Tests.Cloud.Http;

/// <summary>Calls that are cancelled at any moment: their connections must not carry their replies to later calls.</summary>
public sealed class CancelledCallTests : IDisposable
{
    private const int Calls = 6000;
    private const int AtOnce = 8;

    private readonly RawServer _server = new();
    private readonly HttpMessageInvoker _http = CloudHttp.Create(CloudHttp.CreateHandler());
    private readonly ConcurrentDictionary<int, CancellationTokenSource> _callers = [];

    [Fact]
    public async Task Of_6000_calls_of_which_half_are_cancelled_each_gets_its_own_reply_or_none()
    {
        _server.Serve(AnswerAsync);
        var ends = new ConcurrentBag<bool>();

        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async worker =>
        {
            for (var number = worker; number < Calls; number += AtOnce)
            {
                ends.Add(await CallAsync(number));
            }
        }));

        // Where nothing is cancelled, or everything is, nothing is proved.
        Assert.InRange(ends.Count(isWhole => isWhole), Calls / 4, Calls * 3 / 4);
    }

    public void Dispose()
    {
        _http.Dispose();
        _server.Dispose();
    }

    /// <returns>False when the call was cancelled.</returns>
    private async Task<bool> CallAsync(int number)
    {
        using var caller = _callers[number] = new();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_server.Url, $"{number}")) { Content = new OnceContent(TestData.Bytes("{}")) };

        try
        {
            var sending = _http.SendAsync(request, caller.Token);

            if (Moment(number) == 0)
            {
                await caller.CancelAsync();
            }

            using var reply = await sending;
            Assert.Equal(Body(number), await reply.Content.ReadAsStringAsync());
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        finally
        {
            _callers.TryRemove(number, out _);
        }
    }

    // 0: the caller cancels as soon as the call is on its way; 1 to 4: after so many pieces of the reply; above: never.
    private static int Moment(int number) => number * 7919 % 10;

    private static string Body(int number) => $"the reply to {number}, {new string((char)('a' + (number % 26)), number % 500)}";

    private async Task AnswerAsync(RawConnection connection)
    {
        while (await connection.ReadRequestAsync() is { } request)
        {
            var number = int.Parse(request.Split(' ')[1][1..], CultureInfo.InvariantCulture);
            var body = Body(number);
            string[] pieces = ["HTTP/1.1 200 OK\r\nContent-", $"Length: {body.Length}\r\n\r\n", body[..(body.Length / 2)], body[(body.Length / 2)..]];

            foreach (var (index, piece) in pieces.Index())
            {
                await connection.SayAsync(piece);

                if (Moment(number) == index + 1 && _callers.TryGetValue(number, out var caller))
                {
                    await CancelAsync(caller);
                }
            }
        }
    }

    private static async Task CancelAsync(CancellationTokenSource caller)
    {
        try
        {
            await caller.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The call had its whole reply before.
        }
    }
}
