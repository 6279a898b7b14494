namespace FcWorkflowTrigger.Emulator.Oss;

/// <summary>The standard headers of HTTP that OSS keeps with an object and sends back with it (OSS documentation, "PutObject", "GetObject").</summary>
internal static class StandardHeaders
{
    private static readonly string[] Names = ["Cache-Control", "Content-Disposition", "Content-Encoding", "Content-Language", "Expires"];

    /// <summary>Those of the request; null for none.</summary>
    public static IReadOnlyDictionary<string, string>? From(OssCall call)
    {
        var sent = Names.Where(name => call.Header(name) is { Length: > 0 }).ToDictionary(name => name, name => call.Header(name)!);
        return sent.Count == 0 ? null : sent;
    }

    /// <summary>Those of the object. For GET, a <c>response-…</c> parameter goes before the object's own value.</summary>
    public static void Send(OssCall call, StoredObject stored)
    {
        foreach (var name in Names.Append("Content-Type"))
        {
            var own = name == "Content-Type" ? stored.ContentType : stored.Headers?.GetValueOrDefault(name);
            var asked = HttpMethods.IsGet(call.Method) ? call.Target[$"response-{name.ToLowerInvariant()}"] : null;

            if ((asked ?? own) is { Length: > 0 } value)
            {
                call.Http.Response.Headers[name] = value;
            }
        }
    }
}
