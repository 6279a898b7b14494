using FcWorkflowTrigger.Cloud.Resilience;

namespace FcWorkflowTrigger.Callback;

/// <summary>A callback's body, read with a limit on its size and on the time it takes.</summary>
internal abstract record CallbackBody
{
    /// <summary>256 KB. IMS adds results that can be large; this function does not need them.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>IMS waits three seconds for the whole answer, so IMS sends its request faster than this.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private CallbackBody() { }

    public sealed record Whole(ReadOnlyMemory<byte> Bytes) : CallbackBody;

    /// <summary>The body has more than <see cref="MaxBytes"/>; the rest was not read.</summary>
    public sealed record TooLarge : CallbackBody;

    /// <summary>The body was not complete within <see cref="Limit"/>.</summary>
    public sealed record TooSlow : CallbackBody;

    /// <summary>Uses no more memory than the limit, for a body of any size.</summary>
    public static async Task<CallbackBody> ReadAsync(HttpRequest request, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxBytes)
        {
            return new TooLarge();
        }

        using var deadline = new Deadline(Limit, clock, cancellationToken);

        try
        {
            // One byte more than the limit shows that the body is too large.
            var buffer = new byte[(request.ContentLength ?? MaxBytes) + 1];
            var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, deadline.Token);
            return length > MaxBytes ? new TooLarge() : new Whole(buffer.AsMemory(0, length));
        }
        catch (OperationCanceledException) when (deadline.IsExpired)
        {
            return new TooSlow();
        }
    }
}
