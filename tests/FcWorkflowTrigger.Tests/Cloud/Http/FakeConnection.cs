using System.IO.Pipelines;
using System.Text;
using FcWorkflowTrigger.Cloud.Connections;

namespace FcWorkflowTrigger.Tests.Cloud.Http;

/// <summary>The far end of a connection, in memory: what it says is written beforehand, what it hears is kept.</summary>
internal sealed class FakeConnection : Stream
{
    private readonly Pipe _replies = new(new PipeOptions(pauseWriterThreshold: 0));
    private readonly MemoryStream _heard = new();

    public bool IsClosed { get; private set; }

    public Heard Listens { get; set; }

    public string Requests => Encoding.UTF8.GetString(_heard.ToArray());

    public OpenConnection Connection => new(this, () => Listens);

    /// <summary>In pieces as they would arrive.</summary>
    public async Task SayAsync(params string[] pieces)
    {
        foreach (var piece in pieces)
        {
            await _replies.Writer.WriteAsync(Encoding.UTF8.GetBytes(piece));
        }
    }

    /// <summary>After what has been said, nothing comes any more.</summary>
    public Task HangUpAsync() => _replies.Writer.CompleteAsync().AsTask();

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        await _replies.Reader.AsStream(leaveOpen: true).ReadAsync(buffer, cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        _heard.WriteAsync(buffer, cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
        // Nothing is held back.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        IsClosed = true;
        base.Dispose(disposing);
    }
}
