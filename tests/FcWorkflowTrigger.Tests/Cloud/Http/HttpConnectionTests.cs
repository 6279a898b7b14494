using System.Net;
using System.Text;
using FcWorkflowTrigger.Cloud.Http;

namespace FcWorkflowTrigger.Tests.Cloud.Http;

/// <summary>What comes over one connection is taken for what it is, however it is cut.</summary>
public sealed class HttpConnectionTests
{
    private static readonly HttpOrigin Oss = HttpOrigin.From(new("https://ledger.oss.invalid:8443/"));

    private readonly FakeConnection _wire = new();

    [Fact]
    public async Task A_request_is_sent_as_it_was_signed_in_one_piece()
    {
        await _wire.SayAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

        await SendAsync(new ServiceCall("PUT", Oss, "/r/a%20b?append"u8, TestData.Bytes("{}")).Header("x-oss-date", "d"));

        Assert.Equal("PUT /r/a%20b?append HTTP/1.1\r\nHost: ledger.oss.invalid:8443\r\nx-oss-date: d\r\nContent-Length: 2\r\n\r\n{}", _wire.Requests);
    }

    [Theory]
    [InlineData("a\r\nx-oss-forbid-overwrite: false")]
    [InlineData("a\n")]
    [InlineData("a\0")]
    public void A_value_cannot_smuggle_in_another_header(string value)
    {
        using var call = Get();

        Assert.Throws<ArgumentException>(() => call.Header("if-match", value));
        Assert.Throws<ArgumentException>(() => call.Header("if-match", TestData.Bytes(value)));
    }

    [Fact]
    public async Task A_reply_is_read_whole_though_it_comes_byte_by_byte()
    {
        const string Reply = "HTTP/1.1 200 OK\r\nETag: \"春\"\r\ncontent-length: 5\r\n\r\n12345";

        var (reply, connection) = await TellAsync([.. Reply.Select(one => $"{one}")]);

        Assert.Equal((HttpStatusCode.OK, "\"春\"", "12345", true), (reply.Status, reply.Header("etag"), Text(reply), connection.IsClean));
    }

    [Theory]
    [InlineData("5\r\nhello\r\n0\r\n\r\n", "hello")]
    [InlineData("5;name=value\r\nhello\r\n6 \r\n world\r\n0\r\nTrailer: x\r\n\r\n", "hello world")]
    [InlineData("0\r\n\r\n", "")]
    [InlineData("A\r\n0123456789\r\n0\r\n\r\n", "0123456789")]
    public async Task Chunks_are_put_together(string chunks, string body)
    {
        var (reply, connection) = await TellAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", chunks);

        Assert.Equal((body, true), (Text(reply), connection.IsClean));
    }

    [Fact]
    public async Task Without_a_length_the_reply_ends_with_the_connection()
    {
        await _wire.SayAsync("HTTP/1.1 200 OK\r\n\r\nall of it");
        await _wire.HangUpAsync();

        var (reply, connection) = await TellAsync();

        Assert.Equal(("all of it", false), (Text(reply), connection.IsClean));
    }

    [Theory]
    [InlineData("HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n")]
    [InlineData("GET", "HTTP/1.1 204 No Content\r\n\r\n")]
    [InlineData("GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n")]
    public async Task Some_replies_have_no_body_whatever_they_say(string method, string head)
    {
        var (reply, connection) = await TellAsync(new ServiceCall(method, Oss, "/"u8), head);

        Assert.Equal(("", true), (Text(reply), connection.IsClean));
    }

    [Fact]
    public async Task What_is_said_before_the_answer_is_not_the_answer()
    {
        var (reply, _) = await TellAsync("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n", "HTTP/1.1 409 Conflict\r\nContent-Length: 0\r\n\r\n");

        Assert.Equal(HttpStatusCode.Conflict, reply.Status);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: keep-alive , Close\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nmore")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    public async Task A_connection_is_not_kept_after_a_farewell_or_what_nobody_asked_for(string said) =>
        Assert.False((await TellAsync(said)).Connection.IsClean);

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n1234")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n1234")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n1234\r\n")]
    public async Task A_reply_cut_short_never_passes_for_whole(string said)
    {
        await _wire.SayAsync(said);
        await _wire.HangUpAsync();
        using var connection = new HttpConnection(_wire.Connection, 0);

        await Assert.ThrowsAsync<EndOfStreamException>(async () => await connection.SendAsync(Get(), default));

        Assert.False(connection.IsClean);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n\r\n")]
    [InlineData("HTTP/2 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 20 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nno header\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nA: b\r\n folded\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length : 5\r\n\r\n12345")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n12345")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFF\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7FFFFFFF\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n1234\r\n0\r\n\r\n")]
    public async Task What_is_no_reply_is_refused(string said)
    {
        await _wire.SayAsync(said);
        await _wire.HangUpAsync();
        using var connection = new HttpConnection(_wire.Connection, 0);

        await Assert.ThrowsAsync<InvalidDataException>(async () => await connection.SendAsync(Get(), default));

        Assert.False(connection.IsClean);
    }

    [Fact]
    public async Task An_answer_that_is_only_ever_announced_is_given_up()
    {
        await _wire.SayAsync([.. Enumerable.Repeat("HTTP/1.1 102 Processing\r\n\r\n", 20)]);
        using var connection = new HttpConnection(_wire.Connection, 0);

        await Assert.ThrowsAsync<InvalidDataException>(async () => await connection.SendAsync(Get(), default));
    }

    [Fact]
    public async Task A_head_that_does_not_end_is_given_up()
    {
        await _wire.SayAsync("HTTP/1.1 200 OK\r\n", $"A: {new string('a', 64 * 1024)}");
        await _wire.HangUpAsync();
        using var connection = new HttpConnection(_wire.Connection, 0);

        await Assert.ThrowsAsync<InvalidDataException>(async () => await connection.SendAsync(Get(), default));
    }

    [Fact]
    public async Task A_reply_that_stops_half_way_is_given_up_with_its_caller()
    {
        using var connection = new HttpConnection(_wire.Connection, 0);
        using var caller = new CancellationTokenSource();
        await _wire.SayAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n12");

        var sending = connection.SendAsync(Get(), caller.Token);
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await sending);
        Assert.False(connection.IsClean);
    }

    [Theory]
    [InlineData("Content-Length: 2\r\n\r\nok", true)]
    [InlineData("Content-Length: 1000000\r\n\r\nthe beginning", false)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n", false)]
    public async Task A_body_that_matters_to_nobody_is_not_waited_for(string rest, bool clean)
    {
        var (reply, connection) = await TellAsync(new ServiceCall("POST", Oss, "/"u8, TestData.Bytes("{}")) { IsJudgedByHead = true }, $"HTTP/1.1 200 OK\r\n{rest}");

        Assert.Equal((HttpStatusCode.OK, clean), (reply.Status, connection.IsClean));
    }

    [Fact]
    public async Task Headers_of_one_family_are_found_together()
    {
        var (reply, _) = await TellAsync("HTTP/1.1 200 OK\r\nx-oss-meta-Who: 春\r\nX-OSS-Meta-a: 1\r\nx-oss-meta-A: 2\r\nx-oss-id: i\r\nContent-Length: 0\r\n\r\n");

        Assert.Equal(new Dictionary<string, string> { ["who"] = "春", ["a"] = "1, 2" }, reply.HeadersUnder("x-oss-meta-"));
        Assert.Null(reply.Header("x-oss"));
    }

    private static ServiceCall Get() => new("GET", Oss, "/"u8);

    private static string Text(ServiceReply reply) => Encoding.UTF8.GetString(reply.Body);

    private async Task SendAsync(ServiceCall call) => await TellAsync(call);

    private Task<(ServiceReply Reply, HttpConnection Connection)> TellAsync(params string[] pieces) => TellAsync(Get(), pieces);

    private async Task<(ServiceReply Reply, HttpConnection Connection)> TellAsync(ServiceCall call, params string[] pieces)
    {
        await _wire.SayAsync(pieces);
        var connection = new HttpConnection(_wire.Connection, 0);
        return (await connection.SendAsync(call, default), connection);
    }
}
