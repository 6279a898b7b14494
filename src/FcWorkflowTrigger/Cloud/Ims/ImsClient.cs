using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FcWorkflowTrigger.Cloud.Http;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Cloud.Ims.Signing;

namespace FcWorkflowTrigger.Cloud.Ims;

/// <summary>IMS over HTTPS: RPC calls, version 2020-11-09, parameters in the query, signed with version 3.</summary>
internal sealed class ImsClient(
    HttpMessageInvoker http, Uri endpoint, CredentialStore credentials, CloudClock clock, ImsRateLimiter limiter) : IImsClient
{
    private const string Version = "2020-11-09";

    private static readonly KeyValuePair<string, string>[] NoHeaders = [];

    private readonly string _host = endpoint.Authority();
    private readonly string _root = $"{endpoint.Scheme}://{endpoint.Authority()}/";

    public Task<RegisterMediaInfoResponse> RegisterMediaInfoAsync(RegisterMediaInfoRequest request, CancellationToken cancellationToken) =>
        CallAsync("RegisterMediaInfo", request.Parameters(), null, ImsJson.Default.RegisterMediaInfoResponse, cancellationToken);

    public Task<GetMediaInfoResponse> GetMediaInfoAsync(GetMediaInfoRequest request, CancellationToken cancellationToken) =>
        CallAsync("GetMediaInfo", request.Parameters(), null, ImsJson.Default.GetMediaInfoResponse, cancellationToken);

    public Task<StartWorkflowResponse> StartWorkflowAsync(StartWorkflowRequest request, SignaturePin pin, CancellationToken cancellationToken) =>
        CallAsync("StartWorkflow", request.Parameters(), pin, ImsJson.Default.StartWorkflowResponse, cancellationToken);

    public Task<GetWorkflowTaskResponse> GetWorkflowTaskAsync(GetWorkflowTaskRequest request, CancellationToken cancellationToken) =>
        CallAsync("GetWorkflowTask", request.Parameters(), null, ImsJson.Default.GetWorkflowTaskResponse, cancellationToken);

    public Task<ListWorkflowTasksResponse> ListWorkflowTasksAsync(ListWorkflowTasksRequest request, CancellationToken cancellationToken) =>
        CallAsync("ListWorkflowTasks", request.Parameters(), null, ImsJson.Default.ListWorkflowTasksResponse, cancellationToken);

    private async Task<T> CallAsync<T>(
        string action,
        KeyValuePair<string, string?>[] parameters,
        SignaturePin? pin,
        JsonTypeInfo<T> type,
        CancellationToken cancellationToken)
    {
        using var request = Signed(action, parameters, pin ?? SignaturePin.Fresh(clock));
        using var reply = await http.SendAsync(request, cancellationToken);
        clock.Learn(reply);
        var body = await reply.Content.ReadAsByteArrayAsync(cancellationToken);

        if (!reply.IsSuccessStatusCode)
        {
            var refusal = ImsRefusal.Parse(action, reply, body);
            limiter.Learn(refusal);
            throw refusal;
        }

        return JsonSerializer.Deserialize(body, type) ?? throw new HttpRequestException($"IMS-REPLY-EMPTY: IMS answered {action} with null.");
    }

    private HttpRequestMessage Signed(string action, KeyValuePair<string, string?>[] parameters, SignaturePin pin)
    {
        var query = AcsV3Signature.Query(parameters);
        var keys = credentials.Current;
        var headers = Headers(action, pin, keys);
        var authorization = AcsV3Signature.Authorize(keys, HttpMethod.Post.Method, query, headers);
        var request = HttpMessages.Request(HttpMethod.Post, $"{_root}?{query}");

        // Parameters are in the query, so this is empty. It is there because a start must not be sent twice.
        request.Content = new OnceContent(ReadOnlyMemory<byte>.Empty);

        foreach (var (name, value) in headers)
        {
            request.AddHeader(name, value);
        }

        // Without it the gateway may answer in XML.
        request.AddHeader("accept", "application/json");
        request.AddHeader("Authorization", authorization);
        return request;
    }

    private KeyValuePair<string, string>[] Headers(string action, SignaturePin pin, Credentials keys) =>
    [
        new("host", _host),
        new("x-acs-action", action),
        new("x-acs-content-sha256", AcsV3Signature.EmptyBodyHash),
        new("x-acs-date", pin.AcsDate),
        new("x-acs-signature-nonce", pin.Nonce),
        new("x-acs-version", Version),
        .. keys.SecurityToken is { } token ? [new("x-acs-accesskey-id", keys.AccessKeyId), new("x-acs-security-token", token)] : NoHeaders,
    ];
}
