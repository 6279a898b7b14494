using System.Text;
using FcWorkflowTrigger.Emulator.Ims.Signing;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Ims;

/// <summary>One RPC call to IMS. Its parameters come only from the query, as the metadata of IMS describes.</summary>
internal sealed record ImsCall(HttpContext Http, RawTarget Target, byte[] Body) : GatewayCall(Http, Target, Body)
{
    private static readonly HashSet<string> Common = new(
        [
            "Action", "Version", "Format", "AccessKeyId", "SecurityToken", "Signature", "SignatureMethod", "SignatureNonce", "SignatureType",
            "SignatureVersion", "Timestamp",
        ],
        StringComparer.Ordinal);

    public string Action => Header("x-acs-action") is { Length: > 0 } action ? action : this["Action"] ?? "";

    public string Version => Header("x-acs-version") is { Length: > 0 } version ? version : this["Version"] ?? "";

    public string? this[string parameter] => Target[parameter] is { Length: > 0 } value ? value : null;

    /// <summary>The parameters of the action, without the common parameters of signature version 1.</summary>
    public string Parameters => AcsV3.CanonicalQuery(Target.Query.Where(pair => !Common.Contains(pair.Key)));

    public static async Task<ImsCall> ReadAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        return new(http, RawTarget.From(http), body.ToArray());
    }

    /// <exception cref="ImsError">The parameter is absent.</exception>
    public string Required(string parameter) => this[parameter] ?? throw ImsError.Missing(parameter);

    /// <exception cref="ImsError">The parameter has more bytes of UTF-8 than it may.</exception>
    public string? Limited(string parameter, int maxBytes) =>
        this[parameter] is { } value && Encoding.UTF8.GetByteCount(value) > maxBytes ? throw ImsError.Invalid(parameter) : this[parameter];

    /// <summary>SDKs write booleans in either case.</summary>
    public bool Flag(string parameter) => string.Equals(this[parameter], "true", StringComparison.OrdinalIgnoreCase);
}
