using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Logging;
using FcWorkflowTrigger.Operations.Showing;

namespace FcWorkflowTrigger.Operations.Diagnosing.Checks;

/// <summary>The keys of the person who asks, and the two buckets.</summary>
internal static class AccountChecks
{
    // The services refuse a signature that is further off (OSS documentation, "RequestTimeTooSkewed").
    private static readonly TimeSpan LargestSkew = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan SmallSkew = TimeSpan.FromMinutes(1);

    // docs/operations.md, "Lifecycle of the ledger".
    private const int FewestDays = 30;
    private static readonly string[] Expiring = ["r/", "a/", "t/", "w/", "i/", "e/", "bd/", "u/"];
    private static readonly string[] Records = ["r/", "a/"];
    private static readonly string[] Staying = [$"{Marker.Unfinished}/", $"{Marker.Undelivered}/", LedgerKeys.MarksRoot, LedgerKeys.ConcurrentPermitsRoot];

    public static IEnumerable<Check> All { get; } =
    [
        new("CLOUD-KEYS", "the services take your keys", "the other checks ask with them", "`aliyun configure`, or set the ALIBABA_CLOUD_… variables", CheckNeeds.Cloud, CheckKeysAsync),
        new(
            "CLOUD-CLOCK",
            "the clock of this machine is right",
            "`s`, ossutil and the Alibaba Cloud CLI sign with it, and are refused when it is off by 15 minutes",
            "set the clock (timedatectl set-ntp true)",
            CheckNeeds.Cloud,
            CheckClockAsync),
        new("LEDGER-BUCKET", "the ledger's bucket is there, in the functions' region", "the functions reach it by the internal endpoint of their region", "create the bucket in that region, and set LEDGER_BUCKET", CheckNeeds.Cloud, (diagnosis, token) => CheckBucketAsync(diagnosis, diagnosis.Cloud.LedgerBucket, token)),
        new("LEDGER-PRIVATE", "the ledger's bucket is private", "it names every upload and every task", "set the ACL to private, and block public access", CheckNeeds.Cloud, (diagnosis, token) => CheckPrivateAsync(diagnosis, diagnosis.Cloud.LedgerBucket, CheckStatus.Fail, token)),
        new(
            "LEDGER-UNVERSIONED",
            "the ledger's bucket was never versioned, or the mode is append",
            "with versions OSS overwrites where it is told not to: one upload may start two tasks",
            "set LEDGER_BUCKET to a fresh bucket; or LEDGER_MODE=append, only when nothing is left under d/",
            CheckNeeds.Cloud,
            CheckVersioningAsync),
        new(
            "LEDGER-LIFECYCLE",
            "old records expire, and nothing that is still needed does",
            "without rules the bucket grows for ever; with one on d/, o/, p/ or bn/ runs are forgotten before they end",
            "set the rules of docs/operations.md, Lifecycle of the ledger",
            CheckNeeds.Cloud,
            CheckLifecycleAsync),
        new(
            "LEDGER-ENCRYPTION",
            "the ledger needs no key of KMS",
            "with a key of KMS the roles need rights to it, every record costs a call of KMS, and AppendObject is refused",
            "set the bucket's encryption to none or AES256",
            CheckNeeds.Cloud,
            CheckEncryptionAsync),
        new("MEDIA-BUCKET", "the bucket of the uploads is there, in the functions' region", "OSS delivers events to functions of its own region only", "create the bucket in that region, and set MEDIA_BUCKET", CheckNeeds.Cloud, (diagnosis, token) => CheckBucketAsync(diagnosis, diagnosis.Cloud.MediaBucket, token)),
        new("MEDIA-PRIVATE", "the bucket of the uploads is private", "in a bucket that anyone may write to, anyone starts paid tasks", "set the ACL to private, and block public access", CheckNeeds.Cloud, (diagnosis, token) => CheckPrivateAsync(diagnosis, diagnosis.Cloud.MediaBucket, CheckStatus.Warn, token)),
    ];

    private static async Task<Finding> CheckKeysAsync(Diagnosis diagnosis, CancellationToken cancellationToken)
    {
        if (diagnosis.Context.Connection is { Credentials: null })
        {
            return Finding.Fail("there are none");
        }

        try
        {
            await diagnosis.Cloud.Ledger.ListAsync("probe/", null, cancellationToken);
        }
        catch (OssException refusal) when (!refusal.IsCredentialProblem && refusal.Code is not "SignatureDoesNotMatch")
        {
            // Known keys: what is refused is for another check.
        }
        catch (Exception refusal) when (refusal is OssException or ImsException)
        {
            return Finding.Fail(refusal.Message);
        }

        return Finding.Pass(diagnosis.Context.Connection.Source);
    }

    private static async Task<Finding> CheckClockAsync(Diagnosis diagnosis, CancellationToken cancellationToken)
    {
        // The clock of the clients learns from every reply.
        await diagnosis.Cloud.GetBucketAsync(diagnosis.Cloud.LedgerBucket, cancellationToken);
        var skew = (diagnosis.Context.Clock.GetUtcNow() - TimeProvider.System.GetUtcNow()).Duration();
        var saw = $"off by {Times.Format(skew)}";
        return skew > LargestSkew ? Finding.Fail(saw) : skew > SmallSkew ? Finding.Warn(saw) : Finding.Pass("within a minute of OSS's");
    }

    private static async Task<Finding> CheckBucketAsync(Diagnosis diagnosis, string bucket, CancellationToken cancellationToken)
    {
        try
        {
            var (info, region) = (await diagnosis.Cloud.GetBucketAsync(bucket, cancellationToken), diagnosis.Deploy.Region);
            return info.Location == $"oss-{region}"
                ? Finding.Pass($"{LogText.Escape(bucket)} in {LogText.Escape(region)}")
                : Finding.Fail($"{LogText.Escape(bucket)} is in {LogText.Escape(info.Location)}, and the functions are in {LogText.Escape(region)}");
        }
        catch (OssException missing) when (missing.Code == "NoSuchBucket")
        {
            return Finding.Fail($"there is no bucket {LogText.Escape(bucket)}");
        }
    }

    private static async Task<Finding> CheckPrivateAsync(Diagnosis diagnosis, string bucket, CheckStatus otherwise, CancellationToken cancellationToken)
    {
        var info = await diagnosis.Cloud.GetBucketAsync(bucket, cancellationToken);
        return info.Acl is not "private" ? new(info.Acl is "public-read" ? otherwise : CheckStatus.Fail, $"the ACL is {LogText.Escape(info.Acl)}")
            : info.BlocksPublicAccess == false ? Finding.Warn("the ACL is private, and public access is not blocked: one object, or a policy, may open it")
            : Finding.Pass("private");
    }

    private static async Task<Finding> CheckVersioningAsync(Diagnosis diagnosis, CancellationToken cancellationToken)
    {
        // Not from GetBucketInfo: this is the call that the functions make, and its reply is known exactly.
        var status = await diagnosis.Context.Retry.ExecuteAsync(diagnosis.Cloud.Ledger.GetVersioningAsync, cancellationToken);
        var isAppend = diagnosis.Function(Diagnosis.Ingest).Environment.GetValueOrDefault("LEDGER_MODE") == "append";
        return status is null ? Finding.Pass("never versioned")
            : isAppend ? Finding.Pass($"versioning is {LogText.Escape(status)}, and the mode is append")
            : Finding.Fail($"versioning is {LogText.Escape(status)}, and the mode is slots");
    }

    private static async Task<Finding> CheckLifecycleAsync(Diagnosis diagnosis, CancellationToken cancellationToken)
    {
        var rules = await diagnosis.Context.OpenBucketSettings(diagnosis.Cloud.LedgerBucket).ReadLifecycleAsync(cancellationToken);
        var tooMuch = Staying.Where(prefix => rules.Any(rule => rule.Overlaps(prefix))).ToArray();
        var tooSoon = Records.Where(prefix => rules.Any(rule => rule.Overlaps(prefix) && rule.Days is null or < FewestDays)).ToArray();
        var missing = Expiring.Where(prefix => !rules.Any(rule => prefix.StartsWith(rule.Prefix, StringComparison.Ordinal))).ToArray();
        return tooMuch.Length > 0 ? Finding.Fail($"a rule deletes what is needed, below {string.Join(", ", tooMuch)}")
            : tooSoon.Length > 0 ? Finding.Fail($"records below {string.Join(", ", tooSoon)} are deleted within {FewestDays} days")
            : missing.Length > 0 ? Finding.Warn($"nothing expires below {string.Join(", ", missing)}")
            : Finding.Pass($"{rules.Count} rules");
    }

    private static async Task<Finding> CheckEncryptionAsync(Diagnosis diagnosis, CancellationToken cancellationToken)
    {
        var info = await diagnosis.Cloud.GetBucketAsync(diagnosis.Cloud.LedgerBucket, cancellationToken);
        var isAppend = diagnosis.Function(Diagnosis.Ingest).Environment.GetValueOrDefault("LEDGER_MODE") == "append";
        return info.Encryption is not "KMS" ? Finding.Pass(LogText.Escape(info.Encryption ?? "none"))
            : isAppend && info.KmsKey is not null ? Finding.Fail("KMS with a key of yours, and the mode is append")
            : Finding.Warn(info.KmsKey is null ? "KMS" : "KMS with a key of yours");
    }
}
