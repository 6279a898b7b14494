using System.Text.Json.Nodes;

namespace FcWorkflowTrigger.Cli.Initializing;

/// <summary>The policies of <c>src/policies</c>, which are part of this program, with the names of one deployment.</summary>
internal static class PolicyFiles
{
    private const string LedgerBucket = "ledger";
    private const string MediaBucket = "media-in";
    private const string Reconcile = "fc-workflow-trigger-reconcile";

    /// <summary>Who may take on the roles of the functions.</summary>
    public static string Trust => Read("trust").ToJsonString(InitJson.Indented) + "\n";

    /// <summary>Who may take on the role by which OSS invokes ingest.</summary>
    public static string TrustOfOss => Trust.Replace("fc.aliyuncs.com", "oss.aliyuncs.com", StringComparison.Ordinal);

    public static string Create(string function, InitAnswers answers)
    {
        var policy = Read(function);

        foreach (var statement in policy["Statement"]!.AsArray())
        {
            var resources = statement!["Resource"] is JsonArray many ? many.Select(one => one!.GetValue<string>()).ToArray() : [statement["Resource"]!.GetValue<string>()];
            string[] named = [.. resources.SelectMany(resource => Name(resource, answers))];
            statement["Resource"] = named is [var only] ? only : new JsonArray([.. named.Select(one => JsonValue.Create(one))]);
        }

        return policy.ToJsonString(InitJson.Indented) + "\n";
    }

    // acs:oss:*:*:<bucket>/<key>, acs:fc:*:*:functions/<name>
    private static IEnumerable<string> Name(string resource, InitAnswers answers)
    {
        var parts = resource.Split(':');
        var (bucket, rest) = parts[^1].IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash ? (parts[^1][..slash], parts[^1][slash..]) : (parts[^1], "");
        var service = string.Join(':', parts[..^1]);

        return (parts[0], bucket, rest) switch
        {
            ("acs", LedgerBucket, _) => [$"{service}:{answers.LedgerBucket}{rest}"],
            ("acs", MediaBucket, _) => answers.MediaBuckets.Select(media => $"{service}:{media}{rest}"),
            ("acs", "functions", "/" + Reconcile) => [$"{service}:functions/{answers.NameOf("reconcile")}"],
            ("*", _, _) => [resource],
            _ => throw new InvalidOperationException($"The policies name a resource that init does not know: {resource}."),
        };
    }

    private static JsonNode Read(string name)
    {
        using var policy = typeof(PolicyFiles).Assembly.GetManifestResourceStream($"policies.{name}.json") ?? throw new InvalidOperationException($"There is no policy '{name}'.");
        return JsonNode.Parse(policy)!;
    }
}
