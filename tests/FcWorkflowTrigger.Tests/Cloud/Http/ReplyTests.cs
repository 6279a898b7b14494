using System.Net;
using FcWorkflowTrigger.Cloud.Http;

namespace FcWorkflowTrigger.Tests.Cloud.Http;

/// <summary>How the production client reads the replies of a server on this machine, valid and broken ones.</summary>
public sealed class ReplyTests : IDisposable
{
    private readonly RawServer _server = new();
    private readonly HttpMessageInvoker _http = CloudHttp.Create(CloudHttp.CreateHandler());

    [Fact]
    public async Task A_reply_that_comes_byte_by_byte_is_read_to_its_end()
    {
        const string Reply = "HTTP/1.1 200 OK\r\nETag: \"春\"\r\ncontent-length: 5\r\n\r\n12345";

        using var reply = await AnsweredAsync([.. Reply.Select(one => $"{one}")]);

        Assert.Equal((HttpStatusCode.OK, "\"春\"", "12345"), (reply.StatusCode, reply.Header("etag"), await reply.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData("5\r\nhello\r\n0\r\n\r\n", "hello")]
    [InlineData("5;name=value\r\nhello\r\n6 \r\n world\r\n0\r\nTrailer: x\r\n\r\n", "hello world")]
    [InlineData("0\r\n\r\n", "")]
    [InlineData("A\r\n0123456789\r\n0\r\n\r\n", "0123456789")]
    public async Task Chunks_are_put_together(string chunks, string body)
    {
        using var reply = await AnsweredAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", chunks);

        Assert.Equal(body, await reply.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Without_a_length_the_reply_ends_with_the_connection()
    {
        _server.Serve(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SayAsync("HTTP/1.1 200 OK\r\n\r\nall of it");
            connection.HangUp();
        });

        using var reply = await SendAsync(Get());

        Assert.Equal("all of it", await reply.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n")]
    [InlineData("GET", "HTTP/1.1 204 No Content\r\n\r\n")]
    [InlineData("GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n")]
    public async Task Some_replies_have_no_body_even_if_they_name_a_length(string method, string head)
    {
        _server.Answer(head);

        using var reply = await SendAsync(new(new(method), _server.Url));
        using var next = await SendAsync(new(new(method), _server.Url));

        Assert.Empty(await reply.Content.ReadAsByteArrayAsync());
        Assert.Equal(1, _server.Connections);
    }

    [Fact]
    public async Task The_length_in_a_reply_to_HEAD_is_the_objects()
    {
        _server.Answer("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n");

        using var reply = await SendAsync(new(HttpMethod.Head, _server.Url));

        Assert.Equal(99999999999, reply.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task An_interim_reply_is_not_the_answer()
    {
        using var reply = await AnsweredAsync(
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n", "HTTP/1.1 409 Conflict\r\nContent-Length: 0\r\n\r\n");

        Assert.Equal(HttpStatusCode.Conflict, reply.StatusCode);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_a_cookie_is_not_kept()
    {
        _server.Answer("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n");

        using var reply = await SendAsync(Get());
        using var next = await SendAsync(Get());

        Assert.Equal(HttpStatusCode.Found, reply.StatusCode);
        Assert.All(_server.Requests, request => Assert.StartsWith("GET / ", request, StringComparison.Ordinal));
        Assert.All(_server.Requests, request => Assert.DoesNotContain("Cookie", request, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_compressed_body_is_not_decompressed_because_its_length_and_ETag_are_those_of_the_compressed_bytes()
    {
        using var reply = await AnsweredAsync("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nzip!");

        Assert.Equal("zip!", await reply.Content.ReadAsStringAsync());
        Assert.DoesNotContain("Accept-Encoding", _server.Requests.First(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: keep-alive , Close\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nmore")]
    public async Task A_connection_is_not_reused_after_Connection_close_or_after_unexpected_bytes(string said)
    {
        _server.Answer(said);

        using var reply = await SendAsync(Get());
        using var next = await SendAsync(Get());

        Assert.Equal(2, _server.Connections);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n1234")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n1234")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n1234\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7FFFFFFF\r\n1234")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 6\r\nContent-Length: 5\r\n\r\n12345")]
    public async Task A_reply_that_is_cut_off_is_refused(string said) => Assert.Equal(HttpRequestError.ResponseEnded, (await RefusedAsync(said)).HttpRequestError);

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n\r\n")]
    [InlineData("HTTP/2 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 20 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nno header\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 16777217\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFF\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n1234\r\n0\r\n\r\n")]
    public async Task Bytes_that_are_no_HTTP_reply_are_refused(string said)
    {
        var refused = await RefusedAsync(said);

        Assert.Contains(refused.HttpRequestError, new[] { HttpRequestError.InvalidResponse, HttpRequestError.ConfigurationLimitExceeded });
        Assert.StartsWith($"HTTP-REPLY: {_server.Url.Authority} gave no usable reply", refused.Message, StringComparison.Ordinal);
        Assert.False(HttpFailure.NothingWasSent(refused));
    }

    [Fact]
    public async Task A_body_without_a_length_and_without_an_end_is_given_up()
    {
        var kilobyte = new string('a', 1024);
        _server.Serve(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SayAsync("HTTP/1.1 200 OK\r\n\r\n");

            while (true)
            {
                await connection.SayAsync(kilobyte);
            }
        });

        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(Get()));

        Assert.Equal(HttpRequestError.ConfigurationLimitExceeded, refused.HttpRequestError);
    }

    [Fact]
    public async Task A_reply_of_interim_replies_only_is_given_up() =>
        Assert.Equal(
            HttpRequestError.ConfigurationLimitExceeded,
            (await RefusedAsync([.. Enumerable.Repeat("HTTP/1.1 102 Processing\r\n\r\n", 2000)])).HttpRequestError);

    [Fact]
    public async Task A_head_that_does_not_end_is_given_up() =>
        Assert.Equal(
            HttpRequestError.ConfigurationLimitExceeded,
            (await RefusedAsync("HTTP/1.1 200 OK\r\n", $"A: {new string('a', 64 * 1024)}")).HttpRequestError);

    [Fact]
    public async Task A_reply_that_stops_in_the_middle_ends_with_its_caller_and_does_not_mix_with_another()
    {
        using var caller = new CancellationTokenSource();
        var sending = SendAsync(Get(), caller.Token);
        var first = await _server.AcceptAsync();
        await first.ReadRequestAsync();
        await first.SayAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n12");
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        await first.ClosedAsync();

        var next = SendAsync(Get());
        var second = await _server.AcceptAsync();
        await second.ReadRequestAsync();
        await second.SayAsync("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnext");

        using var reply = await next;
        Assert.Equal("next", await reply.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_connection_whose_reply_announces_too_long_a_body_is_closed()
    {
        using var stream = new AnsweringStream("HTTP/1.1 200 OK\r\nContent-Length: 16777217\r\n\r\n");
        var handler = CloudHttp.CreateHandler();
        handler.ConnectCallback = (_, _) => ValueTask.FromResult<Stream>(stream);
        using var http = CloudHttp.Create(handler);
        using var request = Get();

        await Assert.ThrowsAsync<HttpRequestException>(() => http.SendAsync(request, default));

        await stream.Closed.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData("Content-Length: 2\r\n\r\nok")]
    [InlineData("Content-Length: 1000000\r\n\r\nthe beginning")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n")]
    public async Task A_body_that_is_not_read_is_not_waited_for(string rest)
    {
        using var http = CloudHttp.CreateForStatus(CloudHttp.CreateHandler());
        using var request = new HttpRequestMessage(HttpMethod.Post, _server.Url) { Content = new OnceContent(TestData.Bytes("{}")) };
        _server.Answer($"HTTP/1.1 200 OK\r\n{rest}");

        using var reply = await http.SendAsync(request, default);

        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
    }

    [Fact]
    public async Task Headers_with_a_common_prefix_are_found_together()
    {
        using var reply = await AnsweredAsync(
            "HTTP/1.1 200 OK\r\nx-oss-meta-Who: 春\r\nX-OSS-Meta-a: 1\r\nx-oss-meta-A: 2\r\nx-oss-id: i\r\nContent-Length: 0\r\n\r\n");

        Assert.Equal(new Dictionary<string, string> { ["who"] = "春", ["a"] = "1, 2" }, reply.HeadersUnder("x-oss-meta-"));
        Assert.Null(reply.Header("x-oss"));
    }

    public void Dispose()
    {
        _http.Dispose();
        _server.Dispose();
    }

    private HttpRequestMessage Get() => new(HttpMethod.Get, _server.Url);

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken = default)
    {
        using (request)
        {
            return await _http.SendAsync(request, cancellationToken);
        }
    }

    private Task<HttpResponseMessage> AnsweredAsync(params string[] pieces)
    {
        _server.Serve(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SayAsync(pieces);
        });

        return SendAsync(Get());
    }

    // With a body, so that the handler does not repeat the request by itself.
    private async Task<HttpRequestException> RefusedAsync(params string[] pieces)
    {
        _server.Serve(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SayAsync(pieces);
            connection.HangUp();
        });

        var refused = await Assert.ThrowsAsync<HttpRequestException>(
            () => SendAsync(new(HttpMethod.Post, _server.Url) { Content = new OnceContent(TestData.Bytes("{}")) }));
        Assert.Single(_server.Requests);
        return refused;
    }

    /// <summary>Answers every request with the same bytes. Unlike a socket, it is not closed by a garbage collection.</summary>
    private sealed class AnsweringStream(string reply) : MemoryStream(TestData.Bytes(reply))
    {
        private readonly TaskCompletionSource _closed = new();

        public Task Closed => _closed.Task;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

        protected override void Dispose(bool disposing)
        {
            _closed.TrySetResult();
            base.Dispose(disposing);
        }
    }
}
