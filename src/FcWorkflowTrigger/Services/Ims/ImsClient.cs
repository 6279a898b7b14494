using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace FcWorkflowTrigger.Services.Ims;

/// <summary>IMS over HTTPS: RPC calls, version 2020-11-09, parameters in the query, signed with version 3.</summary>
internal sealed class ImsClient(
    HttpMessageInvoker http, Uri endpoint, CredentialStore credentials, CloudClock clock, ImsPace pace) : IImsClient
{
    private const string Version = "2020-11-09";

    private static readonly KeyValuePair<string, string>[] NoHeaders = [];

    private readonly string _host = endpoint.Authority;
    private readonly byte[] _root = Encoding.ASCII.GetBytes($"{endpoint.Scheme}://{endpoint.Authority}/?");

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

        // Without content the handler itself would send the request again, unasked, when a kept connection breaks before the reply.
        request.Content = new ByteArrayContent([]);
        using var reply = await http.SendAsync(request, cancellationToken);
        clock.Learn(reply);

        if (!reply.IsSuccessStatusCode)
        {
            var refusal = await ImsRefusal.ReadAsync(action, reply, cancellationToken);
            pace.Learn(refusal);
            throw refusal;
        }

        return JsonSerializer.Deserialize(await reply.Content.ReadAsByteArrayAsync(cancellationToken), type)
            ?? throw new HttpRequestException($"IMS-REPLY-EMPTY: IMS answered {action} with null.");
    }

    private HttpRequestMessage Signed(string action, KeyValuePair<string, string?>[] parameters, SignaturePin pin)
    {
        using var url = new Utf8Text();
        url.Append(_root).AppendQuery(parameters);
        var request = new HttpRequestMessage(HttpMethod.Post, UrlEncoding.Verbatim(url.ToString()));
        var keys = credentials.Current;
        var headers = Headers(action, pin, keys);

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        // Without it the gateway may answer in XML.
        request.Headers.TryAddWithoutValidation("accept", "application/json");
        request.Headers.TryAddWithoutValidation("Authorization", AcsV3Signature.Authorize(keys, "POST", url.Written[_root.Length..], headers));
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
