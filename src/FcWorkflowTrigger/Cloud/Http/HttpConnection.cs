using System.Net;
using System.Net.Security;
using System.Runtime.CompilerServices;
using FcWorkflowTrigger.Cloud.Connections;

namespace FcWorkflowTrigger.Cloud.Http;

/// <summary>One connection, which carries one call at a time. What every call goes through is pooled.</summary>
/// <param name="since">When it was last of use; <see cref="TimeProvider.GetTimestamp"/>.</param>
internal sealed class HttpConnection(OpenConnection connection, long since) : IDisposable
{
    private const int LongestHead = 32 * 1024;

    // A listing of a thousand of the longest keys, each byte of them escaped, is a fifth of it.
    private const int LongestBody = 16 * 1024 * 1024;

    private static readonly ReadOnlyMemory<byte> HeadEnd = "\r\n\r\n"u8.ToArray();

    // More than any server has reason to say before its answer.
    private const int MostInterim = 8;

    private readonly ReplyReader _reader = new(connection.Stream);

    // Over TLS, what has come may lie behind the socket already, and only reading finds it.
    private Task<int>? _ahead;

    public long Since { get; set; } = since;

    /// <summary>The last call has left it as it found it.</summary>
    public bool IsClean { get; private set; } = true;

    /// <summary>Nothing has come since the last reply: what comes unasked is the other side's farewell.</summary>
    public bool IsSilent => _ahead is { IsCompleted: false } || (_ahead is null && connection.Listen() == Heard.Nothing);

    /// <exception cref="IOException">The connection broke or ended; the call may have arrived.</exception>
    /// <exception cref="InvalidDataException">What came is not the reply of an HTTP/1.1 server, or too long; the call may have arrived.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ServiceReply> SendAsync(ServiceCall call, CancellationToken cancellationToken)
    {
        IsClean = false;
        await connection.Stream.WriteAsync(call.Complete(), cancellationToken);

        if (_ahead is { } ahead)
        {
            _ahead = null;
            await ahead.WaitAsync(cancellationToken);
        }

        var (head, lines) = await AnswerAsync(cancellationToken);
        var rest = RestOf(call, head);
        var reply = new ServiceReply(head.Status, lines, await ReadAsync(rest, head, cancellationToken));
        IsClean = !head.Closes && rest is not (Rest.Unread or Rest.ToTheEnd) && _reader.Waiting == 0;
        _ahead = IsClean && connection.Stream is SslStream tls ? tls.ReadAsync(Memory<byte>.Empty, CancellationToken.None).AsTask() : null;
        return reply;
    }

    public void Dispose() => connection.Stream.Dispose();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<(ReplyHead Head, ReadOnlyMemory<byte> Lines)> AnswerAsync(CancellationToken cancellationToken)
    {
        for (var interim = 0; interim <= MostInterim; interim++)
        {
            var bytes = await _reader.ReadToAsync(HeadEnd, LongestHead, cancellationToken);
            var statusEnd = bytes.AsSpan().IndexOf("\r\n"u8) is var end and >= 0 ? end : bytes.Length;
            var lines = bytes.AsMemory(Math.Min(statusEnd + 2, bytes.Length));

            if (ReplyHead.Read(bytes.AsSpan(0, statusEnd), lines.Span) is { IsInterim: false } head)
            {
                return (head, lines);
            }
        }

        throw new InvalidDataException("the answer is announced again and again, and does not come");
    }

    private Rest RestOf(ServiceCall call, ReplyHead head) => head switch
    {
        _ when call.Method == "HEAD" => Rest.None,
        { Status: HttpStatusCode.NoContent or HttpStatusCode.NotModified } or { Length: 0 } => Rest.None,
        { Length: { } length } when !call.IsJudgedByHead || length <= _reader.Waiting => Rest.Sized,
        _ when call.IsJudgedByHead => Rest.Unread,
        { IsChunked: true } => Rest.Chunks,
        _ => Rest.ToTheEnd,
    };

    private ValueTask<byte[]> ReadAsync(Rest rest, ReplyHead head, CancellationToken cancellationToken) => rest switch
    {
        Rest.Sized when head.Length > LongestBody => throw new InvalidDataException($"the reply is longer than {LongestBody} bytes"),
        Rest.Sized => _reader.ReadAsync((int)head.Length!, cancellationToken),
        Rest.Chunks => ChunkedBody.ReadAsync(_reader, LongestBody, cancellationToken),
        Rest.ToTheEnd => _reader.ReadToEndAsync(LongestBody, cancellationToken),
        _ => ValueTask.FromResult<byte[]>([]),
    };

    /// <summary>What follows a head.</summary>
    private enum Rest
    {
        None,
        Sized,
        Chunks,

        /// <summary>Everything until the connection ends.</summary>
        ToTheEnd,

        /// <summary>Something nobody asked for.</summary>
        Unread,
    }
}
