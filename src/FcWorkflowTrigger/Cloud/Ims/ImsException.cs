using System.Net;
using FcWorkflowTrigger.Logging;

namespace FcWorkflowTrigger.Cloud.Ims;

/// <summary>IMS understood the call and said no. Classified by status and by prefix of the code: no complete list of codes is published.</summary>
/// <param name="requestId">IMS's own request id, for its support.</param>
/// <param name="retryAfter">From <c>x-acs-retry-after</c>; null when not sent.</param>
/// <param name="reason">IMS's own message: it names the parameter where the code is only <c>InvalidParameter</c>. Null when not sent.</param>
internal sealed class ImsException(string action, HttpStatusCode status, string code, string? requestId, TimeSpan? retryAfter = null, string? reason = null)
    : Exception(Describe(action, status, LogText.Escape(code), LogText.Escape(requestId), LogText.Quote(reason))), ILogFacts
{
    // What stands in for the code of a reply that has none.
    private const string Codeless = "Status";

    private const string TooFrequent = "RequestsTooFrequent";

    public string Action { get; } = action;

    public string Code { get; } = code;

    public HttpStatusCode Status { get; } = status;

    public string? RequestId { get; } = requestId;

    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>IMS's own message, bounded and without control characters; null when it sent none.</summary>
    public string? Reason { get; } = LogText.Bound(reason);

    public void WriteFacts(LogFacts facts, DateTimeOffset now) => facts.AddOutside(LogFactNames.ImsRequestId, RequestId);

    /// <summary>The code of a reply that IMS did not write, such as the page of a proxy.</summary>
    public static string CodeOf(HttpStatusCode status) => $"{Codeless}{(int)status}";

    /// <summary>IMS itself has refused. Any other reply says nothing about the upload, so the same call may work later.</summary>
    public bool HasCode { get; } = code != CodeOf(status);

    /// <summary>The same call, freshly signed, may succeed later; anything else needs a person.</summary>
    public bool IsTransient =>
        (int)Status >= 500
        || !HasCode
        || Status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout
        || RetryAfter is not null
        || IsThrottled
        || Code is "ServiceUnavailable" or "InternalError" or "InvalidTimeStamp.Expired" or "SignatureNonceUsed"
        || IsCredentialProblem
        || IsRightsProblem;

    /// <summary>The function's own keys are stale or not yet known: no verdict on the upload.</summary>
    public bool IsCredentialProblem =>
        Code.StartsWith("InvalidSecurityToken", StringComparison.Ordinal) || Code.StartsWith("InvalidAccessKeyId", StringComparison.Ordinal);

    /// <summary>The function has no right to the call, or its signature is not valid. A person must correct the deployment; the upload is not the cause.</summary>
    public bool IsRightsProblem => (Status == HttpStatusCode.Forbidden && !IsThrottled) || Code is "SignatureDoesNotMatch" or "IncompleteSignature";

    /// <summary>IMS does not know what it was asked about. Its codes for that are not published, so any refusal of the request itself counts.</summary>
    public bool SaysUnknown => Status is HttpStatusCode.NotFound or HttpStatusCode.BadRequest && !IsTransient;

    /// <summary>The refusal does not say whether an earlier or this very request was executed.</summary>
    /// <remarks>Without IMS's code something else has answered, which may have replaced the reply of IMS.</remarks>
    public bool MayHaveTakenEffect =>
        ((int)Status >= 500 && !IsThrottled)
        || (!HasCode && Status != HttpStatusCode.TooManyRequests)
        || Status == HttpStatusCode.RequestTimeout
        || Code is "SignatureNonceUsed";

    /// <summary>IMS gets more calls than it will take (IMS documentation, and <c>x-acs-retry-after</c> as the official SDK reads it).</summary>
    public bool AsksToSlowDown => IsThrottled || Status == HttpStatusCode.TooManyRequests || RetryAfter is not null;

    // Flow control answers before IMS does anything, with any status: the gateway with the first, IMS itself with the second and 403
    // (IMS documentation, "Error codes").
    private bool IsThrottled => Code.StartsWith("Throttling", StringComparison.Ordinal) || Code is TooFrequent;

    private static string Describe(string action, HttpStatusCode status, string code, string requestId, string reason) =>
        $"IMS-{code}: IMS refused {action} ({(int)status}, request {requestId}){(reason.Length > 0 ? $", and says {reason}" : "")}. {Advice(code)}";

    private static string Advice(string code) => code switch
    {
        _ when code.StartsWith("Throttling", StringComparison.Ordinal) || code is TooFrequent => "It is tried again; lower the upload rate if this stays.",
        _ when code.StartsWith("Forbidden", StringComparison.Ordinal) || code is "NoPermission" => "Give the function's role the rights in src/policies.",
        _ when code.StartsWith("OperationDenied", StringComparison.Ordinal) => "The account has not opened IMS, or IMS is suspended because money is owed.",
        _ when code.StartsWith(Codeless, StringComparison.Ordinal) =>
            "The reply has no IMS error code: a proxy, a firewall or another service has answered. It is tried again; look at IMS_ENDPOINT and the network if this stays.",
        "SignatureDoesNotMatch" => "The function's credentials do not belong together.",
        _ => "The code is explained in IMS's error reference.",
    };
}
