using System.Text.RegularExpressions;
using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Formats;
using FcWorkflowTrigger.Operations;
using FcWorkflowTrigger.Reconcile.CatchingUp;

namespace FcWorkflowTrigger.Cli.Initializing;

/// <summary>What a deployment is made of.</summary>
/// <param name="Triggers">At least one; no two overlap.</param>
/// <param name="AppPrefix">What the names of functions, roles and policies begin with.</param>
/// <param name="Suffixes">The rules take only keys that end so; empty for all.</param>
/// <param name="CatchUp">How far back sweeps look for missed events; null when they do not.</param>
internal sealed partial record InitAnswers(string Region, IReadOnlyList<UploadTrigger> Triggers, string LedgerBucket, string AppPrefix, IReadOnlyList<string> Suffixes, string? CatchUp = null)
{
    public const string DefaultRegion = "cn-shanghai";
    public const string DefaultAppPrefix = "fc-workflow-trigger";
    public const string DefaultSuffixes = ".mp4,.mov";

    /// <summary>In the order in which they are deployed.</summary>
    public static readonly string[] Functions = ["callback", "ingest", "reconcile"];

    /// <summary>The trigger that <c>.env</c> names. Null where the deployment file names them: several, or one for a whole bucket, because an empty variable counts as absent.</summary>
    public UploadTrigger? NamedTrigger => Triggers is [{ Prefix.Length: > 0 } only] ? only : null;

    public IEnumerable<string> MediaBuckets => Triggers.Select(trigger => trigger.Bucket).Distinct();

    public string NameOf(string function) => $"{AppPrefix}-{function}";

    /// <exception cref="OperationException">An answer is not one that can be deployed.</exception>
    public InitAnswers RequireValid()
    {
        if (Endpoints.Ims(Region) is null)
        {
            throw new OperationException("INIT-ANSWER", $"IMS does not serve in '{Region}'; use one of {Endpoints.ImsRegions}.");
        }

        if (!Bucket().IsMatch(LedgerBucket))
        {
            throw new OperationException("INIT-ANSWER", $"'{LedgerBucket}' is no name of a bucket: 3 to 63 lower-case letters, digits and hyphens.");
        }

        if (!Name().IsMatch(AppPrefix))
        {
            throw new OperationException("INIT-ANSWER", $"'{AppPrefix}' cannot begin the names of roles and functions: lower-case letters, digits and hyphens, a letter first, at most 40.");
        }

        if (CatchUp is not null && !(Duration.TryParse(CatchUp, out var since) && since >= CatchUpPlace.ShortestSince && since <= CatchUpPlace.LongestSince))
        {
            throw new OperationException("INIT-ANSWER", $"sweeps cannot look back '{CatchUp}'; use {CatchUpPlace.Limits}.");
        }

        UploadTrigger.RequireValid(Triggers, LedgerBucket);
        return this;
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$")]
    private static partial Regex Bucket();

    [GeneratedRegex("^[a-z][a-z0-9-]{0,39}$")]
    private static partial Regex Name();
}
