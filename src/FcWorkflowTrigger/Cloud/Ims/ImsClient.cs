using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FcWorkflowTrigger.Cloud.Http;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Cloud.Ims.Signing;

namespace FcWorkflowTrigger.Cloud.Ims;

/// <summary>IMS over HTTPS: RPC calls, version 2020-11-09, parameters in the query, signed with version 3.</summary>
internal sealed class ImsClient(
    IServiceHttp http, Uri endpoint, CredentialStore credentials, CloudClock clock, ImsRateLimiter pace) : IImsClient
{
    private const string Version = "2020-11-09";
    private const string Method = "POST";
    private const string Root = "/?";
    private const string Host = "host";

    private static readonly KeyValuePair<string, string>[] NoHeaders = [];

    private readonly HttpOrigin _origin = HttpOrigin.From(endpoint);

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
        using var call = Signed(action, parameters, pin ?? SignaturePin.Fresh(clock));
        var reply = await http.SendAsync(call, cancellationToken);
        clock.Learn(reply);

        if (!reply.IsSuccess)
        {
            var refusal = ImsRefusal.Parse(action, reply);
            pace.Learn(refusal);
            throw refusal;
        }

        return JsonSerializer.Deserialize(reply.Body, type)
            ?? throw new HttpRequestException($"IMS-REPLY-EMPTY: IMS answered {action} with null.");
    }

    private ServiceCall Signed(string action, KeyValuePair<string, string?>[] parameters, SignaturePin pin)
    {
        using var target = new Utf8Text();
        target.Append(Root).AppendQuery(parameters);
        var keys = credentials.Current;
        var headers = Headers(action, pin, keys);
        using var authorization = AcsV3Signature.Authorize(keys, Method, target.Written[Root.Length..], headers);
        var call = new ServiceCall(Method, _origin, target.Written, ReadOnlyMemory<byte>.Empty);

        foreach (var (name, value) in headers)
        {
            // The host is signed with the others, and the call has named it already.
            if (name != Host)
            {
                call.Header(name, value);
            }
        }

        // Without it the gateway may answer in XML.
        return call.Header("accept", "application/json").Header("Authorization", authorization.Written);
    }

    private KeyValuePair<string, string>[] Headers(string action, SignaturePin pin, Credentials keys) =>
    [
        new(Host, _origin.Authority),
        new("x-acs-action", action),
        new("x-acs-content-sha256", AcsV3Signature.EmptyBodyHash),
        new("x-acs-date", pin.AcsDate),
        new("x-acs-signature-nonce", pin.Nonce),
        new("x-acs-version", Version),
        .. keys.SecurityToken is { } token ? [new("x-acs-accesskey-id", keys.AccessKeyId), new("x-acs-security-token", token)] : NoHeaders,
    ];
}
