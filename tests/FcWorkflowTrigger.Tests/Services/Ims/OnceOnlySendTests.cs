using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using FcWorkflowTrigger.Services;
using FcWorkflowTrigger.Services.Connections;
using FcWorkflowTrigger.Services.Http;
using FcWorkflowTrigger.Services.Ims;
using Microsoft.Extensions.Time.Testing;

namespace FcWorkflowTrigger.Tests.Services.Ims;

/// <summary>A kept connection can break under a request, and a start must not be sent again for it.</summary>
public sealed class OnceOnlySendTests
{
    private int _requests;

    [Fact]
    public async Task A_start_is_sent_once_even_when_a_kept_connection_breaks_before_the_reply()
    {
        using var http = new ServiceHttp((_, _) => Task.FromResult(new OpenConnection(Connection(), () => Heard.Nothing)), TimeProvider.System);
        var client = new ImsClient(http, new("http://127.0.0.1:1"), new(new("local", "local-secret", null)), new CloudClock(new FakeTimeProvider(Given.Now)), new ImsPace(0, TimeProvider.System));
        await client.GetWorkflowTaskAsync(new(Given.TaskId), default);

        await Assert.ThrowsAsync<HttpRequestException>(
            () => client.StartWorkflowAsync(new("w", "{}", "{}"), new(Given.Now, "nonce"), default));

        Assert.Equal(2, _requests);
    }

    /// <summary>Answers its first request, and breaks after it has read the second.</summary>
    private Duplex Connection()
    {
        var (toServer, toClient) = (new Pipe(), new Pipe());
        _ = ServeAsync(toServer.Reader, toClient.Writer);
        return new Duplex(toClient.Reader.AsStream(), toServer.Writer.AsStream());
    }

    private async Task ServeAsync(PipeReader requests, PipeWriter replies)
    {
        while (await ReadRequestAsync(requests))
        {
            if (++_requests > 1)
            {
                await replies.CompleteAsync();
                return;
            }

            const string Body = "{\"WorkflowTask\":{\"TaskId\":\"t\",\"Status\":\"Init\"}}";
            await replies.WriteAsync(Given.Bytes($"HTTP/1.1 200 OK\r\nContent-Length: {Body.Length}\r\n\r\n{Body}"));
        }
    }

    private static async Task<bool> ReadRequestAsync(PipeReader requests)
    {
        while (true)
        {
            var read = await requests.ReadAsync();
            var text = Encoding.ASCII.GetString(read.Buffer.ToArray());
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            requests.AdvanceTo(read.Buffer.GetPosition(end < 0 ? 0 : end + 4), read.Buffer.End);

            if (end >= 0 || read.IsCompleted)
            {
                return end >= 0;
            }
        }
    }

    private sealed class Duplex(Stream input, Stream output) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => input.ReadAsync(buffer, cancellationToken);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => output.WriteAsync(buffer, cancellationToken);

        public override Task FlushAsync(CancellationToken cancellationToken) => output.FlushAsync(cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => output.Flush();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
