namespace FcWorkflowTrigger.Cli.Initializing;

/// <summary>The commands of the Alibaba Cloud CLI that make what <c>s deploy</c> needs. They are shown, never executed.</summary>
internal static class CloudCommands
{
    private const string OssRole = "AliyunOSSEventNotificationRole";

    /// <param name="setup">The folder with the policies and the lifecycle rules, as the person would write it.</param>
    public static IReadOnlyList<string> Create(InitAnswers answers, string setup)
    {
        var region = $"--region {answers.Region}";

        return
        [
            .. answers.MediaBuckets.Append(answers.LedgerBucket).Select(bucket => $"aliyun oss mb oss://{bucket} --acl private {region}"),
            $"aliyun oss lifecycle --method put oss://{answers.LedgerBucket} {setup}/lifecycle.xml {region}",
            .. InitAnswers.Functions.SelectMany(function => CreateRole(answers.NameOf(function), $"{setup}/trust.json", $"{setup}/{function}.json")),
            $"aliyun ram CreateRole --RoleName {OssRole} --AssumeRolePolicyDocument \"$(cat {setup}/trust-oss.json)\"",
            $"aliyun ram AttachPolicyToRole --PolicyType System --PolicyName {OssRole}Policy --RoleName {OssRole}",
        ];
    }

    private static IEnumerable<string> CreateRole(string name, string trust, string policy) =>
    [
        $"aliyun ram CreateRole --RoleName {name} --AssumeRolePolicyDocument \"$(cat {trust})\"",
        $"aliyun ram CreatePolicy --PolicyName {name} --PolicyDocument \"$(cat {policy})\"",
        $"aliyun ram AttachPolicyToRole --PolicyType Custom --PolicyName {name} --RoleName {name}",
    ];
}
