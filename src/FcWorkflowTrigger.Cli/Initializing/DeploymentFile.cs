using System.Text;
using System.Text.RegularExpressions;
using FcWorkflowTrigger.Operations;

namespace FcWorkflowTrigger.Cli.Initializing;

/// <summary><c>s.yaml</c>, of which <c>init</c> writes one part: the OSS triggers of ingest.</summary>
internal static partial class DeploymentFile
{
    public const string Name = "s.yaml";

    private const string Trigger = """
                - triggerName: <name>
                  triggerType: oss
                  sourceArn: acs:oss:${vars.region}:${config('AccountID')}:<bucket>
                  invocationRole: acs:ram::${config('AccountID')}:role/aliyunosseventnotificationrole
                  qualifier: LATEST
                  triggerConfig:
                    events:
                      - oss:ObjectCreated:PutObject
                      - oss:ObjectCreated:PostObject
                      - oss:ObjectCreated:CopyObject
                      - oss:ObjectCreated:CompleteMultipartUpload
                    filter:
                      key:
                        prefix: <prefix>
                        suffix: ''

        """;

    /// <summary>A trigger that <c>.env</c> names leaves the file as it is published; others are written into it.</summary>
    /// <exception cref="OperationException">The file has no OSS trigger of this program.</exception>
    public static string SetTriggers(string yaml, InitAnswers answers)
    {
        var block = Block().Match(yaml);

        if (!block.Success)
        {
            throw new OperationException("INIT-TEMPLATE", $"{Name} has no trigger 'ossTrigger'; write the triggers into it by hand.");
        }

        var written = new StringBuilder();

        foreach (var (index, trigger) in answers.Triggers.Index())
        {
            var (name, bucket, prefix) = answers.NamedTrigger is not null
                ? ("ossTrigger", "${vars.mediaBucket}", "${vars.mediaPrefix}")
                : ($"ossTrigger{(index == 0 ? "" : $"{index + 1}")}", trigger.Bucket, $"'{trigger.Prefix}'");
            written.Append(Trigger.Replace("<name>", name, StringComparison.Ordinal).Replace("<bucket>", bucket, StringComparison.Ordinal).Replace("<prefix>", prefix, StringComparison.Ordinal));
        }

        return string.Concat(yaml.AsSpan(0, block.Index), written.ToString(), yaml.AsSpan(block.Index + block.Length));
    }

    // From the first trigger to the end of its list: all lines that are indented as deep.
    [GeneratedRegex(@"^ {8}- triggerName: ossTrigger\n(^ {8}.*\n?)*", RegexOptions.Multiline)]
    private static partial Regex Block();
}
