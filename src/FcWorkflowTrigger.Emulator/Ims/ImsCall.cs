using System.Text;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Ims;

/// <summary>One RPC call, taken apart. Parameters come from the query alone, as IMS's metadata says.</summary>
internal sealed record ImsCall(HttpContext Http, RawTarget Target, byte[] Body)
{
    public string Method => Http.Request.Method;

    public string Action => Header("x-acs-action") is { Length: > 0 } action ? action : this["Action"] ?? "";

    public string Version => Header("x-acs-version") is { Length: > 0 } version ? version : this["Version"] ?? "";

    public string Authorization => Header("Authorization");

    public string? this[string parameter] => Target[parameter] is { Length: > 0 } value ? value : null;

    public static async Task<ImsCall> OfAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        return new(http, RawTarget.Of(http), body.ToArray());
    }

    public string Header(string name) => Http.Request.Headers[name].ToString();

    /// <exception cref="ImsError">The parameter is absent.</exception>
    public string Required(string parameter) => this[parameter] ?? throw ImsError.Missing(parameter);

    /// <exception cref="ImsError">The parameter has more bytes of UTF-8 than it may.</exception>
    public string? Limited(string parameter, int maxBytes) =>
        this[parameter] is { } value && Encoding.UTF8.GetByteCount(value) > maxBytes ? throw ImsError.Invalid(parameter) : this[parameter];

    /// <summary>SDKs write booleans in either case.</summary>
    public bool Flag(string parameter) => string.Equals(this[parameter], "true", StringComparison.OrdinalIgnoreCase);
}
