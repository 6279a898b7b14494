using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace FcWorkflowTrigger.Benchmarks.Cloud;

/// <summary>One request to the stub. It uses the features of the server directly, so that the stub takes little processor time.</summary>
internal sealed class StubCall(StubCloud cloud, IFeatureCollection features)
{
    private readonly IHttpRequestFeature _request = features.GetRequiredFeature<IHttpRequestFeature>();
    private readonly IHttpResponseFeature _response = features.GetRequiredFeature<IHttpResponseFeature>();
    private readonly IHttpResponseBodyFeature _body = features.GetRequiredFeature<IHttpResponseBodyFeature>();

    public StubCloud Cloud { get; } = cloud;

    public string Method => _request.Method;

    public string Path => _request.Path;

    public IHeaderDictionary Headers => _request.Headers;

    /// <summary>The operation's name in the cloud's documentation, once the service has recognised it.</summary>
    public string Operation { get; set; } = "?";

    public async Task AnswerAsync(string service, Func<StubCall, ValueTask> answer)
    {
        var (begin, requests) = (Stopwatch.GetTimestamp(), Cloud.RecordedRequests);

        if (Cloud.Clock.IsAhead)
        {
            _response.Headers.Date = Cloud.Clock.Now.ToString("R", CultureInfo.InvariantCulture);
        }

        if (Cloud.Delay > TimeSpan.Zero)
        {
            await Task.Delay(Cloud.Delay);
        }

        await answer(this);
        requests?.Add(new(service, Operation, begin, Stopwatch.GetTimestamp()));
    }

    /// <returns>The decoded value; null if the parameter is absent.</returns>
    public string? Query(string name)
    {
        foreach (var pair in new QueryStringEnumerable(_request.QueryString))
        {
            if (pair.EncodedName.Span.SequenceEqual(name))
            {
                return pair.DecodeValue().ToString();
            }
        }

        return null;
    }

    public async ValueTask<byte[]> BodyAsync()
    {
        var body = new byte[_request.Headers.ContentLength ?? 0];
        await _request.Body.ReadExactlyAsync(body);
        return body;
    }

    public void Answer(int status) => _response.StatusCode = status;

    public async ValueTask AnswerAsync(int status, string type, ReadOnlyMemory<byte> body)
    {
        _response.StatusCode = status;
        _response.Headers.ContentType = type;
        _response.Headers.ContentLength = body.Length;
        await _body.Writer.WriteAsync(body);
    }
}
