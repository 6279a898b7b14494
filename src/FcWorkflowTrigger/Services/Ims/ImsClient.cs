using System.Text.Json.Serialization.Metadata;

namespace FcWorkflowTrigger.Services.Ims;

/// <summary>IMS over HTTPS: RPC calls, version 2020-11-09, parameters in the query, signed with version 3.</summary>
internal sealed class ImsClient(HttpClient http, Uri endpoint, CredentialStore credentials, CloudClock clock, ImsPace pace) : IImsClient
{
    private const string Version = "2020-11-09";

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
        IEnumerable<KeyValuePair<string, string?>> parameters,
        SignaturePin? pin,
        JsonTypeInfo<T> type,
        CancellationToken cancellationToken)
    {
        using var request = Signed(action, AcsV3Signature.CanonicalQuery(parameters), pin ?? SignaturePin.Fresh(clock));

        // Without content the handler itself would send the request again, unasked, when a kept connection breaks before the reply.
        request.Content = new ByteArrayContent([]);
        using var reply = await http.SendAsync(request, cancellationToken);
        clock.Learn(reply.Headers.Date);

        if (!reply.IsSuccessStatusCode)
        {
            var refusal = await ImsRefusal.ReadAsync(action, reply, cancellationToken);
            pace.Learn(refusal);
            throw refusal;
        }

        return await reply.Content.ReadFromJsonAsync(type, cancellationToken)
            ?? throw new HttpRequestException($"IMS-REPLY-EMPTY: IMS answered {action} with null.");
    }

    private HttpRequestMessage Signed(string action, string query, SignaturePin pin)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, UrlEncoding.Verbatim($"{endpoint.Scheme}://{endpoint.Authority}/?{query}"));
        var keys = credentials.Current;
        List<KeyValuePair<string, string>> headers =
        [
            new("host", endpoint.Authority),
            new("x-acs-action", action),
            new("x-acs-content-sha256", AcsV3Signature.EmptyBodyHash),
            new("x-acs-date", pin.AcsDate),
            new("x-acs-signature-nonce", pin.Nonce),
            new("x-acs-version", Version),
        ];

        if (keys.SecurityToken is { } token)
        {
            headers.Add(new("x-acs-accesskey-id", keys.AccessKeyId));
            headers.Add(new("x-acs-security-token", token));
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        // Without it the gateway may answer in XML.
        request.Headers.TryAddWithoutValidation("accept", "application/json");
        request.Headers.TryAddWithoutValidation("Authorization", AcsV3Signature.Authorize(keys, "POST", query, headers));
        return request;
    }
}
