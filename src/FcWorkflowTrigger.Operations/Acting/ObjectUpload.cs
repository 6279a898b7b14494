using System.Globalization;
using System.Net;
using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Cloud.Http;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Oss.Replies;
using FcWorkflowTrigger.Cloud.Oss.Signing;

namespace FcWorkflowTrigger.Operations.Acting;

/// <summary>PutObject of a file, as it is read, so that a large file needs no memory and its progress can be shown.</summary>
internal sealed class ObjectUpload(HttpMessageInvoker http, OssAddress address, Credentials keys, CloudClock clock)
{
    // OSS documentation, "PutObject": larger objects are uploaded in parts, which this command does not do.
    private const long MaxBytes = 5L * 1024 * 1024 * 1024;

    /// <returns>The ETag, without its quotes.</returns>
    /// <exception cref="OperationException">The file is too large.</exception>
    public async Task<string> PutAsync(FileStream file, string key, string contentType, IProgress<double> progress, CancellationToken cancellationToken)
    {
        if (file.Length > MaxBytes)
        {
            throw new OperationException("FILE-TOO-LARGE", "an upload in one request takes 5 GB at most; use ossutil for this file.");
        }

        var date = clock.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var signature = new OssV4Signature(keys, address.Region);
        KeyValuePair<string, string>[] headers =
        [
            new("content-type", contentType),
            new("x-oss-content-sha256", OssCanonicalRequest.UnsignedPayload),
            new("x-oss-date", date),
            .. signature.TokenHeader,
        ];
        Array.Sort(headers, UrlEncoding.ByName);
        using var request = HttpMessages.Request(HttpMethod.Put, address.Url(key, []));
        request.Content = new FileContent(file, progress);

        foreach (var (name, value) in headers)
        {
            if (!(name == "content-type" && request.Content.Headers.TryAddWithoutValidation(name, value)))
            {
                request.AddHeader(name, value);
            }
        }

        request.AddHeader("Authorization", signature.Authorize(new(HttpMethod.Put.Method, address.Bucket, key, [], headers, []), date));
        using var reply = await http.SendAsync(request, cancellationToken);
        clock.Learn(reply);
        await OssError.ThrowUnlessSuccessAsync("PutObject", reply, cancellationToken);
        return reply.Header("ETag")?.Trim('"') ?? "";
    }

    private sealed class FileContent(FileStream file, IProgress<double> progress) : HttpContent
    {
        private const int BlockBytes = 64 * 1024;

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            var block = new byte[BlockBytes];

            for (int read; (read = await file.ReadAsync(block, cancellationToken)) > 0;)
            {
                await stream.WriteAsync(block.AsMemory(0, read), cancellationToken);
                progress.Report(read / 1000.0);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = file.Length;
            return true;
        }
    }
}
