using System.Globalization;
using System.Text;

namespace FcWorkflowTrigger.Cli.Initializing;

/// <summary>How long the ledger keeps what it no longer needs, as OSS takes it (OSS documentation, "PutBucketLifecycle").</summary>
internal static class LifecycleFile
{
    /// <summary>Days by prefix. What has none (<c>d/</c>, <c>o/</c>, <c>p/</c>, <c>bn/</c>) never expires.</summary>
    public static readonly IReadOnlyDictionary<string, int> Days = new Dictionary<string, int>
    {
        ["r/"] = 120,
        ["a/"] = 120,
        ["t/"] = 120,
        ["w/"] = 120,
        ["i/"] = 120,
        ["e/"] = 120,
        ["bd/"] = 7,
        ["u/"] = 180,
    };

    public static string Create()
    {
        var text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<LifecycleConfiguration>\n");

        foreach (var (prefix, days) in Days)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"  <Rule><ID>{prefix.TrimEnd('/')}</ID><Prefix>{prefix}</Prefix><Status>Enabled</Status><Expiration><Days>{days}</Days></Expiration></Rule>\n");
        }

        return text.Append("</LifecycleConfiguration>\n").ToString();
    }
}
