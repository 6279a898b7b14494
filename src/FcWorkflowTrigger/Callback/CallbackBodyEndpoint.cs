namespace FcWorkflowTrigger.Callback;

/// <summary>Reads a callback's body, and no more of it than may be one.</summary>
internal static class CallbackBody
{
    /// <summary>256 KB: the results IMS adds can be large, and none of them is needed.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <returns>Null when there is more than <see cref="MaxBytes"/>; the rest is not read.</returns>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxBytes)
        {
            return null;
        }

        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;

        while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (body.Length + read > MaxBytes)
            {
                return null;
            }

            body.Write(buffer, 0, read);
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}
