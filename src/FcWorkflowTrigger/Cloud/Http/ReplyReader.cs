using System.Runtime.CompilerServices;

namespace FcWorkflowTrigger.Cloud.Http;

/// <summary>Takes replies off a connection's bytes, one part after another. What every call goes through is pooled.</summary>
/// <exception cref="EndOfStreamException">The connection ended in the middle of one.</exception>
internal sealed class ReplyReader(Stream stream)
{
    // The replies of OSS and IMS to what is asked here fit in it.
    private byte[] _buffer = new byte[4 * 1024];
    private int _begin;
    private int _end;

    /// <summary>How much has come that nobody has taken.</summary>
    public int Waiting => _end - _begin;

    /// <summary>Takes everything before a mark, and throws the mark away.</summary>
    /// <exception cref="InvalidDataException">No mark comes within <paramref name="most"/> bytes.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<byte[]> ReadToAsync(ReadOnlyMemory<byte> mark, int most, CancellationToken cancellationToken)
    {
        int length;

        while ((length = _buffer.AsSpan(_begin, Waiting).IndexOf(mark.Span)) < 0)
        {
            if (Waiting > most)
            {
                throw new InvalidDataException($"a part of the reply is longer than {most} bytes");
            }

            await FillAsync(cancellationToken);
        }

        var part = _buffer.AsSpan(_begin, length).ToArray();
        _begin += length + mark.Length;
        return part;
    }

    /// <summary>Takes so many bytes.</summary>
    public async ValueTask<byte[]> ReadAsync(int count, CancellationToken cancellationToken)
    {
        if (count == 0)
        {
            return [];
        }

        var bytes = new byte[count];
        var come = Math.Min(count, Waiting);
        _buffer.AsSpan(_begin, come).CopyTo(bytes);
        _begin += come;
        await stream.ReadExactlyAsync(bytes.AsMemory(come), cancellationToken);
        return bytes;
    }

    /// <summary>Takes everything until the connection ends.</summary>
    /// <exception cref="InvalidDataException">That is more than <paramref name="most"/> bytes.</exception>
    public async ValueTask<byte[]> ReadToEndAsync(int most, CancellationToken cancellationToken)
    {
        try
        {
            while (Waiting <= most)
            {
                await FillAsync(cancellationToken);
            }
        }
        catch (EndOfStreamException)
        {
            return await ReadAsync(Waiting, cancellationToken);
        }

        throw new InvalidDataException($"the reply is longer than {most} bytes");
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (_begin > 0)
        {
            _buffer.AsSpan(_begin, Waiting).CopyTo(_buffer);
            (_begin, _end) = (0, Waiting);
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }

        var come = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += come > 0 ? come : throw new EndOfStreamException("the connection ended before the reply was whole");
    }
}
