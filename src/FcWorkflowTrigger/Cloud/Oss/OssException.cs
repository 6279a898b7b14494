using System.Net;
using FcWorkflowTrigger.Logging;

namespace FcWorkflowTrigger.Cloud.Oss;

/// <summary>OSS understood the call and said no.</summary>
/// <param name="code">OSS's error code: <c>NoSuchBucket</c>, <c>AccessDenied</c>, ….</param>
/// <param name="requestId">OSS's own request id, for its support.</param>
/// <param name="ec">OSS's finer code, such as <c>0003-00000001</c>: its documentation has a page for each. Null when not sent.</param>
/// <param name="reason">OSS's own message: it names the right, the header or the parameter where the code does not. Null when not sent.</param>
internal sealed class OssException(string operation, HttpStatusCode status, string code, string? requestId, string? ec = null, string? reason = null)
    : Exception(Describe(operation, status, code == Versioned ? code : LogText.Escape(code), LogText.Escape(requestId), LogText.Escape(ec), LogText.Quote(reason))), ILogFacts
{
    /// <summary>The code when the ledger's bucket has versions.</summary>
    public const string Versioned = "LEDGER-VERSIONED";

    /// <summary>The code when an archived object has not been restored (OSS documentation, "GetObject").</summary>
    public const string NotRestored = "InvalidObjectState";

    /// <summary>The code when no object can have the key, such as a key of more than 1,023 bytes.</summary>
    public const string ImpossibleName = "InvalidObjectName";

    public string Code { get; } = code;

    public HttpStatusCode Status { get; } = status;

    /// <summary>The same call may succeed later (OSS documentation, "Error responses"); anything else needs a person.</summary>
    public bool IsTransient =>
        (int)Status >= 500
        || Status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout
        || Code is "RequestTimeTooSkewed" or "RequestTimeout";

    /// <summary>The function's own keys are stale: no verdict on the call.</summary>
    public bool IsCredentialProblem => Code is "SecurityTokenExpired" or "InvalidSecurityToken" or "InvalidAccessKeyId";

    /// <summary>The verdict on the call itself: it will be the same until a person changes something.</summary>
    public bool IsDefinite => !IsTransient && !IsCredentialProblem;

    /// <summary>A server error may come after the write; a refusal may not.</summary>
    public bool MayHaveTakenEffect => (int)Status >= 500 || Status == HttpStatusCode.RequestTimeout || Code is "RequestTimeout";

    public void WriteFacts(LogFacts facts, DateTimeOffset now) => facts.AddOutside(LogFactNames.OssRequestId, requestId);

    private static string Describe(string operation, HttpStatusCode status, string code, string requestId, string ec, string reason) =>
        $"OSS-{code}: OSS refused {operation} ({(int)status}, request {requestId}{(ec.Length > 0 ? $", EC {ec}" : "")})"
        + $"{(reason.Length > 0 ? $", and says {reason}" : "")}. {Advice(code)}";

    private static string Advice(string code) => code switch
    {
        "NoSuchBucket" => "Create the bucket LEDGER_BUCKET names, in the function's region.",
        Versioned => "The ledger's bucket has had versioning, where OSS does not keep put-if-absent; set LEDGER_MODE=append or use a fresh bucket.",
        "AccessDenied" => "Give the function's role the rights in src/policies.",
        "ObjectNotAppendable" => "The ledger was written in another LEDGER_MODE; put the old mode back or use a fresh bucket.",
        "FileImmutable" => "The ledger bucket has a retention policy; use one without.",
        _ => "The code is explained in OSS's error reference.",
    };
}
