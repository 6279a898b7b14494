namespace FcWorkflowTrigger.Emulator.Oss.Operations;

/// <summary>What a browser asks before a cross-origin request (OptionObject), and the CORS headers of the request itself. Neither needs a signature.</summary>
internal static class Preflight
{
    public static Task PerformAsync(OssCall call, OssStore store)
    {
        var rules = Rules(store.Bucket(call.Bucket));

        if (call.Header("Origin") is not { Length: > 0 } origin || call.Header("Access-Control-Request-Method") is not { Length: > 0 } method)
        {
            throw OssError.InvalidArgument("A preflight names its Origin and its Access-Control-Request-Method.");
        }

        var headers = (call.Header("Access-Control-Request-Headers") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var rule = rules.FirstOrDefault(rule => rule.Allows(origin, method) && rule.AllowsHeaders(headers)) ?? throw Refused(rules);
        Allow(call, rule, origin);
        call.Http.Response.Headers.AccessControlAllowMethods = string.Join(", ", rule.Methods);

        if (headers.Length > 0)
        {
            call.Http.Response.Headers.AccessControlAllowHeaders = string.Join(", ", headers);
        }

        if (rule.MaxAgeSeconds is { } seconds)
        {
            call.Http.Response.Headers.AccessControlMaxAge = $"{seconds}";
        }

        return Task.CompletedTask;
    }

    /// <summary>Adds the headers to the answer of a request that comes from a web page, also to a refusal, if a rule of the bucket allows them.</summary>
    public static void AnswerOrigin(OssCall call, OssStore store)
    {
        if (call.Header("Origin") is { Length: > 0 } origin
            && store.FindBucket(call.Bucket) is { } bucket
            && Rules(bucket).FirstOrDefault(rule => rule.Allows(origin, call.Method)) is { } rule)
        {
            Allow(call, rule, origin);
        }
    }

    private static void Allow(OssCall call, CorsRule rule, string origin)
    {
        var response = call.Http.Response.Headers;
        response.AccessControlAllowOrigin = rule.AllowedOrigin(origin);

        if (rule.ExposedHeaders.Count > 0)
        {
            response.AccessControlExposeHeaders = string.Join(", ", rule.ExposedHeaders);
        }

        if (rule.AllowedOrigin(origin) != "*")
        {
            response.Vary = "Origin";
        }
    }

    private static IReadOnlyList<CorsRule> Rules(StoredBucket bucket) => bucket.Cors ?? [CorsRule.Default];

    private static OssError Refused(IReadOnlyList<CorsRule> rules) => new(403, "AccessForbidden", rules.Count == 0
        ? "CORSResponse: CORS is not enabled for this bucket."
        : "CORSResponse: This CORS request is not allowed. No rule of the bucket allows its Origin, Access-Control-Request-Method and Access-Control-Request-Headers.");
}
