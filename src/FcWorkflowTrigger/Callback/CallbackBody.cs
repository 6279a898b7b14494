using System.Buffers;
using System.IO.Pipelines;
using FcWorkflowTrigger.Cloud.Resilience;
using Microsoft.AspNetCore.Http.Features;

namespace FcWorkflowTrigger.Callback;

/// <summary>A callback's body, read with a limit on its size and on the time it takes.</summary>
internal abstract record CallbackBody
{
    /// <summary>256 KB. IMS adds results that can be large; this function does not need them.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>IMS waits three seconds for the whole answer, so IMS sends its request faster than this.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(0.5);

    private CallbackBody() { }

    public sealed record Whole(ReadOnlyMemory<byte> Bytes) : CallbackBody;

    /// <summary>The body has more than <see cref="MaxBytes"/>; the rest was not read.</summary>
    public sealed record TooLarge : CallbackBody;

    /// <summary>The body was not complete within <see cref="Limit"/>.</summary>
    public sealed record TooSlow : CallbackBody;

    /// <summary>
    /// For a body that is not to be read: once it is answered, Kestrel takes what is left of a small one, so that the connection can be used
    /// again, and closes the connection of a large one.
    /// </summary>
    public static void Leave(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MaxBytes;
        }
    }

    /// <summary>Uses no more memory than the limit, for a body of any size.</summary>
    public static async Task<CallbackBody> ReadAsync(HttpRequest request, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxBytes)
        {
            return new TooLarge();
        }

        using var deadline = new Deadline(Limit, clock, cancellationToken);
        var reader = request.BodyReader;

        // Begun before it can be ended: Kestrel forgets an end that comes before the first read.
        var reading = reader.ReadAsync(CancellationToken.None).AsTask();

        // Not by a token: that would leave Kestrel's reader in the middle of a read, and Kestrel would log an error when it reads the rest.
        await using var ending = deadline.Token.UnsafeRegister(static reader => ((PipeReader)reader!).CancelPendingRead(), reader);

        while (true)
        {
            var read = await reading;

            if (read.IsCompleted || read.IsCanceled || read.Buffer.Length > MaxBytes)
            {
                CallbackBody body = read.Buffer.Length > MaxBytes ? new TooLarge() : read.IsCompleted ? new Whole(read.Buffer.ToArray()) : new TooSlow();
                reader.AdvanceTo(read.Buffer.End);
                cancellationToken.ThrowIfCancellationRequested();
                return body;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            reading = reader.ReadAsync(CancellationToken.None).AsTask();
        }
    }
}
