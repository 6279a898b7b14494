using FcWorkflowTrigger.Callback;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace FcWorkflowTrigger.Tests.Callback;

public sealed class CallbackBodyTests
{
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(0, true)]
    [InlineData(0, false)]
    [InlineData(CallbackBody.MaxBytes, true)]
    [InlineData(CallbackBody.MaxBytes, false)]
    public async Task A_body_within_the_limit_is_read_whole(int length, bool announced) =>
        Assert.Equal(length, Assert.IsType<CallbackBody.Whole>(await ReadAsync(new MemoryStream(new byte[length]), announced ? length : null)).Bytes.Length);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_of_10_MB_is_read_only_up_to_the_limit(bool announced)
    {
        using var body = new MemoryStream(new byte[10 * 1024 * 1024]);

        Assert.IsType<CallbackBody.TooLarge>(await ReadAsync(body, announced ? body.Length : null));
        // The body is read in blocks of 4 KB.
        Assert.InRange(body.Position, 0, CallbackBody.MaxBytes + 4096);
    }

    [Fact]
    public async Task A_sender_that_is_too_slow_is_refused()
    {
        var reading = ReadAsync(new SilentStream(), null);

        _time.Advance(CallbackBody.Limit);

        Assert.IsType<CallbackBody.TooSlow>(await reading);
    }

    private Task<CallbackBody> ReadAsync(Stream body, long? announced)
    {
        var request = new DefaultHttpContext().Request;
        (request.Body, request.ContentLength) = (body, announced);
        return CallbackBody.ReadAsync(request, _time, default);
    }

    /// <summary>A connection that receives nothing.</summary>
    private sealed class SilentStream : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            return 0;
        }
    }
}
