using FcWorkflowTrigger.Emulator.Fc.Deployment;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Fc.Instances;

/// <summary>The HTTP of the custom runtime's contract (Function Compute documentation, "Context" and "Web functions").</summary>
internal static class FcRequest
{
    private const string StatusHeader = "x-fc-status";

    // A function may answer before it has the whole body, and then close. Asked first, it can refuse a large body without a broken connection.
    private const int AskedFirstAbove = 1024 * 1024;

    public static HttpRequestMessage Message(string root, FunctionRequest request, FunctionConfig function, CredentialSource credentials)
    {
        var message = new HttpRequestMessage(new(request.Method), Verbatim(root, request.Target))
        {
            Content = new ByteArrayContent(request.Body),
            Headers = { ExpectContinue = request.Body.Length > AskedFirstAbove },
        };

        foreach (var (name, value) in request.Headers.Concat(Own(request, function)).Concat(Keys(credentials)))
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return message;
    }

    public static async Task<FunctionReply> ReadAsync(HttpResponseMessage reply, CancellationToken cancellationToken)
    {
        var headers = reply.Headers.Concat<KeyValuePair<string, IEnumerable<string>>>(reply.Content.Headers)
            .Select(header => new KeyValuePair<string, string>(header.Key, string.Join(',', header.Value)))
            .ToArray();

        // Only this header decides. Without it the invocation has succeeded, with any status code.
        var failed = headers.Any(header => header.Key.Equals(StatusHeader, StringComparison.OrdinalIgnoreCase) && header.Value != "200");
        return new((int)reply.StatusCode, headers, await reply.Content.ReadAsByteArrayAsync(cancellationToken), failed);
    }

    // A client's path reaches the function as it was sent.
    private static Uri Verbatim(string root, string target) =>
        new(root + target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    private static IEnumerable<KeyValuePair<string, string>> Own(FunctionRequest request, FunctionConfig function) =>
    [
        new("x-fc-request-id", request.RequestId),
        new("x-fc-control-path", request.ControlPath),
        new("x-fc-function-name", function.Name),
        new("x-fc-function-handler", "handler"),
        new("x-fc-function-memory", $"{function.MemoryMegabytes}"),
        new("x-fc-function-timeout", $"{function.Timeout.TotalSeconds}"),
        new("x-fc-region", LocalAccount.Region),
        new("x-fc-account-id", LocalAccount.AccountId),
        new("x-fc-qualifier", "LATEST"),
        new("x-fc-retry-count", $"{request.RetryCount}"),
    ];

    private static IEnumerable<KeyValuePair<string, string>> Keys(CredentialSource source) => source == CredentialSource.Environment ? [] :
    [
        new("x-fc-access-key-id", LocalAccount.AccessKeyId),
        new("x-fc-access-key-secret", LocalAccount.AccessKeySecret),
        new("x-fc-security-token", LocalAccount.SecurityToken),
    ];
}
