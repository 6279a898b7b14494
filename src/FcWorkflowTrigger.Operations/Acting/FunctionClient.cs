using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Cloud.Http;
using FcWorkflowTrigger.Cloud.Ims.Signing;
using FcWorkflowTrigger.Logging;

namespace FcWorkflowTrigger.Operations.Acting;

/// <summary>Function Compute's API 2023-03-30: InvokeFunction, synchronous and sent once, so that the answer of the function is known; and calls that read.</summary>
/// <remarks>It has connections of its own: an invocation may take as long as the function may run.</remarks>
/// <param name="handler">Of its own; it is disposed with this client.</param>
internal sealed class FunctionClient(Uri endpoint, Credentials keys, CloudClock clock, SocketsHttpHandler handler) : IDisposable
{
    private const string Version = "2023-03-30";

    // The longest timeout that a function may have (s.yaml sets less), so that no answer is missed.
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    // An error code of every OpenAPI: nothing was carried out, and the reply has set the clock.
    private const string DateRefused = "FC-InvalidTimeStamp.Expired";

    private readonly HttpMessageInvoker _http = CloudHttp.Create(handler);

    /// <returns>What the function has answered.</returns>
    /// <exception cref="FunctionException">The function failed, or Function Compute refused the call.</exception>
    public Task<byte[]> InvokeAsync(string function, byte[] document, CancellationToken cancellationToken) =>
        ByCloudTimeAsync(() => InvokeOnceAsync(function, document, cancellationToken));

    /// <summary>Reads what Function Compute knows of a function.</summary>
    /// <param name="action">The API's action: <c>GetFunction</c>.</param>
    /// <param name="part">Behind the function's name: <c>/triggers</c>; empty for the function itself.</param>
    /// <returns>Null when there is no such thing.</returns>
    /// <exception cref="FunctionException">Function Compute refused the call.</exception>
    public Task<JsonObject?> ReadAsync(string action, string function, string part, CancellationToken cancellationToken) =>
        ByCloudTimeAsync(() => ReadOnceAsync(action, function, part, cancellationToken));

    public void Dispose() => _http.Dispose();

    private static async Task<T> ByCloudTimeAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (FunctionException refused) when (refused.Code == DateRefused)
        {
            return await call();
        }
    }

    private async Task<byte[]> InvokeOnceAsync(string function, byte[] document, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Timeout);
        using var request = Sign(HttpMethod.Post, "InvokeFunction", $"/{Version}/functions/{Uri.EscapeDataString(function)}/invocations", document);
        request.AddHeader("x-fc-invocation-type", "Sync");
        using var reply = await _http.SendAsync(request, deadline.Token);
        clock.Learn(reply);
        var body = await reply.Content.ReadAsByteArrayAsync(deadline.Token);

        return reply.StatusCode == HttpStatusCode.OK && reply.Header("x-fc-error-type") is null
            ? body
            : throw FunctionException.From(function, reply.StatusCode, body);
    }

    private async Task<JsonObject?> ReadOnceAsync(string action, string function, string part, CancellationToken cancellationToken)
    {
        using var request = Sign(HttpMethod.Get, action, $"/{Version}/functions/{Uri.EscapeDataString(function)}{part}", []);
        using var reply = await _http.SendAsync(request, cancellationToken);
        clock.Learn(reply);
        var body = await reply.Content.ReadAsByteArrayAsync(cancellationToken);

        return reply.StatusCode switch
        {
            HttpStatusCode.NotFound => null,
            HttpStatusCode.OK => ParseObject(action, body),
            _ => throw FunctionException.From($"{action} of {function}", reply.StatusCode, body),
        };
    }

    private static JsonObject ParseObject(string action, byte[] body)
    {
        try
        {
            return JsonNode.Parse(body) as JsonObject ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new HttpRequestException($"Function Compute answered {action} with something else than a JSON object.");
        }
    }

    private HttpRequestMessage Sign(HttpMethod method, string action, string path, byte[] document)
    {
        var pin = SignaturePin.Fresh(clock);
        var hash = Convert.ToHexStringLower(SHA256.HashData(document));
        KeyValuePair<string, string>[] headers =
        [
            new("host", endpoint.Authority()),
            new("x-acs-action", action),
            new("x-acs-content-sha256", hash),
            new("x-acs-date", pin.AcsDate),
            new("x-acs-signature-nonce", pin.Nonce),
            new("x-acs-version", Version),
            .. keys.SecurityToken is { } token ? [new("x-acs-accesskey-id", keys.AccessKeyId), new("x-acs-security-token", token)] : Array.Empty<KeyValuePair<string, string>>(),
        ];
        var authorization = AcsV3Signature.Authorize(keys, method.Method, path, "", headers, hash);
        var request = HttpMessages.Request(method, $"{endpoint.Scheme}://{endpoint.Authority()}{path}");
        request.Content = method == HttpMethod.Get ? null : new OnceContent(document);

        foreach (var (name, value) in headers)
        {
            request.AddHeader(name, value);
        }

        request.AddHeader("Authorization", authorization);
        return request;
    }
}

/// <summary>The function failed, or Function Compute refused to call it.</summary>
/// <param name="code">The code that the function's message begins with, or Function Compute's.</param>
internal sealed class FunctionException(string code, string message) : Exception($"{code}: {message}")
{
    private const int MostBytesShown = 500;

    public string Code { get; } = code;

    /// <summary>The message without its code.</summary>
    public string Reason { get; } = message;

    /// <param name="body">JSON of the function (<c>errorMessage</c>) or of Function Compute (<c>Code</c>, <c>Message</c>).</param>
    public static FunctionException From(string function, HttpStatusCode status, byte[] body)
    {
        // "CANCEL-TOO-LATE: …" begins with the function's own code; "Run … could not be continued. CODE: …" has it inside.
        if (ReadText(body, "errorMessage") is { } failure && FindCode(failure) is { } code)
        {
            return new(code, LogText.ToLine(failure.StartsWith($"{code}: ", StringComparison.Ordinal) ? failure[(code.Length + 2)..] : failure));
        }

        var refusal = LogText.Escape(ReadText(body, "Code") ?? ReadText(body, "errorType") ?? $"Status{(int)status}");
        var text = ReadText(body, "Message") ?? ReadText(body, "errorMessage") ?? Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, MostBytesShown)));
        return Parse($"FC-{refusal}: {function} was not carried out ({(int)status}): {LogText.ToLine(text)}");
    }

    private static FunctionException Parse(string message) =>
        new(message[..message.IndexOf(": ", StringComparison.Ordinal)], message[(message.IndexOf(": ", StringComparison.Ordinal) + 2)..]);

    private static string? FindCode(string message) => message.Split(' ')
        .Where(word => word.EndsWith(':') && word.Length > 3 && char.IsAsciiLetterUpper(word[0]) && word[..^1].All(character => char.IsAsciiLetterOrDigit(character) || character == '-') && word.Contains('-', StringComparison.Ordinal))
        .Select(word => word[..^1])
        .FirstOrDefault();

    private static string? ReadText(byte[] body, string name)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.EnumerateObject().FirstOrDefault(field => field.NameEquals(name)) is { Value.ValueKind: JsonValueKind.String } field
                    ? field.Value.GetString()
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
