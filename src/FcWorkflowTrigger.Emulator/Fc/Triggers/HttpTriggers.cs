using FcWorkflowTrigger.Emulator.Fc.Deployment;
using FcWorkflowTrigger.Emulator.Fc.Instances;

namespace FcWorkflowTrigger.Emulator.Fc.Triggers;

/// <summary>HTTP triggers, at <c>/function/…</c>. They forward the client's request and the function's reply, without the headers that the cloud removes.</summary>
internal static class HttpTriggers
{
    private static readonly HashSet<string> Dropped = new(
        ["connection", "content-disposition", "content-length", "date", "keep-alive", "server", "upgrade", "transfer-encoding"],
        StringComparer.OrdinalIgnoreCase);

    public static Task AnswerAsync(HttpContext http, string target, string requestId, FunctionSet functions)
    {
        var name = target.Split('/', '?').ElementAtOrDefault(1) ?? "";
        var rest = target.Length > name.Length ? target[(name.Length + 1)..] : "";
        var path = rest.StartsWith('/') ? rest : "/" + rest;
        var headers = Passing(http.Request.Headers.Select(header => new KeyValuePair<string, string>(header.Key, header.Value.ToString())));

        return functions.Find(name)?.Function.Triggers.OfType<TriggerConfig.Http>().FirstOrDefault() switch
        {
            null => FcHttp.RefuseAsync(http, 404, "FunctionNotFound", $"no function '{name}' has an HTTP trigger"),
            { DisableUrlInternet: true } => FcHttp.RefuseAsync(http, 403, "AccessDenied", $"the trigger of '{name}' has disableURLInternet: true"),
            var trigger when !trigger.Methods.Contains(http.Request.Method) =>
                FcHttp.RefuseAsync(http, 405, "MethodNotAllowed", $"the trigger of '{name}' does not list {http.Request.Method}"),
            _ when HttpLimits.Problem(path, headers) is { } problem => FcHttp.RefuseAsync(http, 400, "InvalidArgument", problem),
            _ => PassAsync(http, body => functions.InvokeAsync(name, new("/http-invoke", requestId, http.Request.Method, path, body, headers))),
        };
    }

    private static async Task PassAsync(HttpContext http, Func<byte[], Task<FunctionReply>> invoke)
    {
        if (IsAsync(http.Request))
        {
            await AcceptAsync(http, invoke);
        }
        else if (await FcHttp.BodyAsync(http) is { } body)
        {
            await PassBackAsync(http, await invoke(body));
        }
        else
        {
            await FcHttp.RefuseAsync(http, 400, "InvalidArgument", $"the request body exceeds {HttpLimits.MaxBodyBytes} bytes");
        }
    }

    // The only header x-fc-… of a client that has an effect: every caller of a trigger can ask for it.
    private static bool IsAsync(HttpRequest request) => string.Equals(request.Headers["x-fc-invocation-type"], "Async", StringComparison.OrdinalIgnoreCase);

    // The client does not learn what the function answers. Unverified: whether Function Compute retries such a request. It is not retried here.
    private static async Task AcceptAsync(HttpContext http, Func<byte[], Task<FunctionReply>> invoke)
    {
        if (await FcHttp.BodyAsync(http) is { Length: <= HttpLimits.MaxAsyncBodyBytes } body)
        {
            _ = invoke(body);
            http.Response.StatusCode = StatusCodes.Status202Accepted;
        }
        else
        {
            await FcHttp.RefuseAsync(http, 400, "InvalidArgument", $"the request body exceeds {HttpLimits.MaxAsyncBodyBytes} bytes");
        }
    }

    private static async Task PassBackAsync(HttpContext http, FunctionReply reply)
    {
        if (HttpLimits.TooLong(reply.Headers))
        {
            await FcHttp.RefuseAsync(http, 502, "BadResponse", "the function's response headers are too large");
            return;
        }

        http.Response.StatusCode = reply.Status;

        // On the free domain of Function Compute, this header makes browsers save the reply as a file.
        http.Response.Headers.ContentDisposition = "attachment";

        foreach (var (name, value) in Passing(reply.Headers))
        {
            http.Response.Headers[name] = value;
        }

        await http.Response.Body.WriteAsync(reply.Body, http.RequestAborted);
    }

    // Unverified: whether Function Compute removes the headers x-fc-… of a client or refuses the request. Its documentation says "not allowed".
    // Removing is the harder case for a function, because the request arrives.
    private static KeyValuePair<string, string>[] Passing(IEnumerable<KeyValuePair<string, string>> headers) =>
        [.. headers.Where(header => !header.Key.StartsWith("x-fc-", StringComparison.OrdinalIgnoreCase) && !Dropped.Contains(header.Key))];
}
