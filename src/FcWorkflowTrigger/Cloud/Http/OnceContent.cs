using System.Net;

namespace FcWorkflowTrigger.Cloud.Http;

/// <summary>The body of a request that must leave this process at most once; it may be empty.</summary>
/// <remarks>
/// <see cref="SocketsHttpHandler"/> repeats a request without content by itself when a kept connection breaks before the reply. It never
/// repeats a request whose content it has begun to send. It asks for the content before any byte of the request leaves: the head waits in
/// its buffer until then. So the content knows whether the service can have seen anything.
/// </remarks>
internal sealed class OnceContent(ReadOnlyMemory<byte> body) : HttpContent
{
    private int _begun;

    /// <summary>Sending has begun: the service may have received the request. Until then no byte of it has left.</summary>
    public bool IsBegun => Volatile.Read(ref _begun) != 0;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <exception cref="InvalidOperationException">This content has been sent before.</exception>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        Interlocked.Exchange(ref _begun, 1) == 0
            ? stream.WriteAsync(body, cancellationToken).AsTask()
            : throw new InvalidOperationException("HTTP-TWICE: this request has been sent before and may leave only once.");

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}
