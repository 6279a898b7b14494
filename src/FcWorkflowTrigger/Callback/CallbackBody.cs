using FcWorkflowTrigger.Cloud.Resilience;

namespace FcWorkflowTrigger.Callback;

/// <summary>A callback's body, read with a limit to its size and to the sender's time.</summary>
internal abstract record CallbackBody
{
    /// <summary>256 KB: the results IMS adds can be large, and none of them is needed.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>IMS waits three seconds for the whole answer, so nobody honest needs longer for the question.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private CallbackBody() { }

    public sealed record Whole(ReadOnlyMemory<byte> Bytes) : CallbackBody;

    /// <summary>More than <see cref="MaxBytes"/>; the rest was not read.</summary>
    public sealed record TooLarge : CallbackBody;

    /// <summary>Not there within <see cref="Limit"/>.</summary>
    public sealed record TooSlow : CallbackBody;

    /// <summary>Takes no more memory than the limit, whatever is sent.</summary>
    public static async Task<CallbackBody> ReadAsync(HttpRequest request, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxBytes)
        {
            return new TooLarge();
        }

        using var deadline = new Deadline(Limit, clock, cancellationToken);

        try
        {
            // One byte more than may be there, to see that it is not.
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
