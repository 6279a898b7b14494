using System.Globalization;
using System.Net;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Formats;
using FcWorkflowTrigger.Logging;
using FcWorkflowTrigger.Operations.Showing;
using FcWorkflowTrigger.Runs.Start;

namespace FcWorkflowTrigger.Operations.Diagnosing.Checks;

/// <summary>IMS, and what only the live services can tell (docs/unknowns.md).</summary>
internal static class AssumptionChecks
{
    private const string Expired = "InvalidTimeStamp.Expired";

    // IMS documentation, "ListWorkflowTasks".
    private const int MaxKeyText = 32;

    private static readonly TimeSpan ListedFor = TimeSpan.FromDays(90);
    private static readonly TimeSpan ShortWindow = TimeSpan.FromMinutes(16);
    private static readonly TimeSpan LongWindow = TimeSpan.FromMinutes(32);
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    public static IEnumerable<Check> All { get; } =
    [
        new("IMS-REACHED", "IMS answers", "uploads start there", "check IMS_ENDPOINT and the rights of your keys (ice:ListWorkflowTasks)", CheckNeeds.Cloud, CheckReachedAsync),
        new(
            "IMS-WORKFLOWS",
            "IMS knows each workflow of the rules",
            "a start of a workflow that does not exist is refused for good. IMS has no call that reads a template, so only one that has had a task is known",
            "compare workflowId with the template in the IMS console, then upload a file",
            CheckNeeds.Cloud,
            CheckWorkflowsAsync),
        new(
            "ASSUME-WINDOW",
            "IMS refuses a signature that is older than START_WINDOW_MINUTES",
            "a copy of a start that comes later would be a second task",
            "set START_WINDOW_MINUTES above what was seen",
            CheckNeeds.Cloud,
            CheckWindowAsync)
        { Settles = "A2, how old a signed date IMS's gateway takes" },
        new(
            "ASSUME-KEYTEXT",
            "IMS's list shows the task of the newest run by its KeyText",
            "when the answer to a start is lost, this list alone tells whether it took effect",
            "set START_POLICY=park, and report what was seen",
            CheckNeeds.Cloud,
            CheckKeyTextAsync)
        { Settles = "A3, whether KeyText finds a task, and how late" },
        new(
            "ASSUME-USERDATA",
            "IMS gives UserData back as it was sent",
            "it names the run; without it every callback is answered FOREIGN-TASK",
            "set START_POLICY=park, and report what was seen",
            CheckNeeds.Cloud,
            CheckUserDataAsync)
        { Settles = "A3, whether UserData comes back verbatim" },
        new(
            "ASSUME-URL-FORMS",
            "IMS knows the media of the newest run by its URL",
            "an asset that is registered already is found by its URL; where the two forms name different assets, IMS_INPUT_URL must never change",
            "keep IMS_INPUT_URL as it is",
            CheckNeeds.Cloud,
            CheckUrlFormsAsync)
        { Settles = "whether oss:// and https:// name the same asset" },
        new(
            "ASSUME-ONE-TASK",
            "IMS starts no task of its own for our uploads",
            "the trigger of the IMS console, or a template with source Media Library, starts a second paid task for each upload",
            "switch the trigger off in the IMS console; or IMS_INPUT=oss and trigger mode Manual",
            CheckNeeds.Cloud,
            CheckOneTaskAsync)
        { Settles = "whether IMS starts a template by itself" },
        new(
            "ASSUME-MISSING",
            "OSS says 404 for an object that is not there",
            "a ledger that cannot tell 'not there' from 'not allowed' stops every run",
            "give the roles oss:ListObjects on the ledger (src/policies)",
            CheckNeeds.Cloud,
            CheckMissingAsync)
        { Settles = "whether OSS answers 403 or 404 for a missing object" },
        new(
            "ASSUME-METHOD",
            "a GET of the callback URL is refused",
            "crawlers and scanners send them; none may end a run or crash the function",
            "read the log of the callback function",
            CheckNeeds.Cloud,
            CheckMethodAsync)
        { Settles = "what a method outside the trigger's list gets" },
    ];

    private static async Task<Finding> CheckReachedAsync(Diagnosis diagnosis, CancellationToken cancellationToken)
    {
        await diagnosis.Context.Retry.ExecuteAsync(
            token => diagnosis.Cloud.Ims.ListWorkflowTasksAsync(new(null, null, diagnosis.Context.Clock.GetUtcNow() - Margin), token), cancellationToken);
        return Finding.Pass(diagnosis.Context.Connection.Ims!.Host);
    }

    private static async Task<Finding> CheckWorkflowsAsync(Diagnosis diagnosis, CancellationToken cancellationToken)
    {
        var ids = diagnosis.Rules.Rules.Where(rule => rule.Enabled).SelectMany(rule => (rule.WorkflowIdFrom?.Allow ?? []).Prepend(rule.WorkflowId)).Distinct(StringComparer.Ordinal);
        var unknown = new List<string>();
        var since = diagnosis.Context.Clock.GetUtcNow() - ListedFor + Margin;

        foreach (var id in ids)
        {
            var page = await diagnosis.Context.Retry.ExecuteAsync(token => diagnosis.Cloud.Ims.ListWorkflowTasksAsync(new(null, id, since), token), cancellationToken);
            unknown.AddRange(page.TaskList is { Count: > 0 } ? [] : [$"{LogText.Escape(id)} has had no task in 90 days."]);
        }

        return Finding.From(unknown, "each has had a task", CheckStatus.Warn);
    }

    private static async Task<Finding> CheckWindowAsync(Diagnosis diagnosis, CancellationToken cancellationToken)
    {
        var window = diagnosis.Settings(Diagnosis.Ingest).Start!.SignatureWindow;
        var (takesShort, takesLong) = (await TakesAsync(diagnosis, ShortWindow, cancellationToken), await TakesAsync(diagnosis, LongWindow, cancellationToken));

        return (takesShort, takesLong) switch
        {
            (_, true) when window <= LongWindow => Finding.Fail($"a call signed 32 minutes ago is taken, and START_WINDOW_MINUTES is {window.TotalMinutes}", "set START_WINDOW_MINUTES=120, or START_POLICY=park", "more than 32 minutes"),
            (_, true) => Finding.Warn($"a call signed 32 minutes ago is taken; START_WINDOW_MINUTES is {window.TotalMinutes}", "see that no older one is taken", "more than 32 minutes"),
            (true, false) when window < LongWindow - TimeSpan.FromMinutes(1) => Finding.Fail($"a call signed 16 minutes ago is taken, and START_WINDOW_MINUTES is {window.TotalMinutes}", "set START_WINDOW_MINUTES=31 or more", "between 16 and 32 minutes"),
            (true, false) => Finding.Pass("a call signed 16 minutes ago is taken, one signed 32 minutes ago is not", "between 16 and 32 minutes"),
            _ => Finding.Pass("calls signed 16 and 32 minutes ago are refused", "less than 16 minutes"),
        };
    }

    // A call that reads. A fresh one has been taken before, so what is refused is its age.
    private static async Task<bool> TakesAsync(Diagnosis diagnosis, TimeSpan ago, CancellationToken cancellationToken)
    {
        try
        {
            await diagnosis.Context.OpenIms(ago)!.ListWorkflowTasksAsync(new(null, null, diagnosis.Context.Clock.GetUtcNow() - Margin), cancellationToken);
            return true;
        }
        catch (ImsException refusal) when (refusal.Code == Expired)
        {
            return false;
        }
    }

    private static async Task<Finding> CheckKeyTextAsync(Diagnosis diagnosis, CancellationToken cancellationToken)
    {
        var run = await diagnosis.Cloud.GetNewestRunAsync(cancellationToken);

        if (run.Intent.KeyText is not { } text)
        {
            return Finding.NotChecked("the newest run names its object by URL (IMS_INPUT=oss), and is looked up by its workflow.");
        }

        var tasks = await ListAsync(diagnosis, text, run.Intent.AcsDate - Margin, cancellationToken);
        var age = diagnosis.Context.Clock.GetUtcNow() - run.Started.At;
        var lag = diagnosis.Settings(Diagnosis.Ingest).Start!.ListLag;
        return tasks.Any(task => task.TaskId == run.Started.TaskId) ? Finding.Pass($"task {run.Started.TaskId} is listed", $"KeyText finds it, at the latest {Times.Format(age)} after it was started")
            : age < lag ? Finding.NotChecked($"the newest run was started {Times.Format(age)} ago: ask again in {Times.Format(lag - age)}.")
            : Finding.Fail($"task {run.Started.TaskId}, started {Times.Format(age)} ago, is not listed", answer: $"KeyText does not find it {Times.Format(age)} after it was started");
    }

    private static async Task<Finding> CheckUserDataAsync(Diagnosis diagnosis, CancellationToken cancellationToken)
    {
        var run = await diagnosis.Cloud.GetNewestRunAsync(cancellationToken);
        var task = (await diagnosis.Context.Retry.ExecuteAsync(token => diagnosis.Cloud.Ims.GetWorkflowTaskAsync(new(run.Started.TaskId), token), cancellationToken)).WorkflowTask;
        return UserData.ParseRunId(task.UserData) != run.Run ? Finding.Fail($"UserData of task {run.Started.TaskId} does not name run {run.Run}", answer: "no")
            : Sha256Hex.Compute(task.UserData!) != run.Intent.UserDataSha ? Finding.Warn($"UserData of task {run.Started.TaskId} names the run, and is not what was sent", answer: "in another spelling")
            : Finding.Pass($"byte for byte, of task {run.Started.TaskId}", "yes");
    }

    private static async Task<Finding> CheckUrlFormsAsync(Diagnosis diagnosis, CancellationToken cancellationToken)
    {
        var run = await diagnosis.Cloud.GetNewestRunAsync(cancellationToken);
        var https = await FindMediaAsync(diagnosis, ObjectUrl.Format(run.Claim.Src, InputUrlForm.Https), cancellationToken);
        var oss = await FindMediaAsync(diagnosis, ObjectUrl.Format(run.Claim.Src, InputUrlForm.Oss), cancellationToken);
        return (https, oss) switch
        {
            (null, null) => Finding.Warn("by neither form", "see in the IMS console whether the media asset is there", "neither finds it"),
            ({ } one, { } other) when one == other => Finding.Pass($"both forms name {one}", "the same asset"),
            _ => Finding.Warn($"https:// finds {https ?? "nothing"}, oss:// finds {oss ?? "nothing"}", answer: "not the same asset"),
        };
    }

    private static async Task<string?> FindMediaAsync(Diagnosis diagnosis, string url, CancellationToken cancellationToken)
    {
        try
        {
            return (await diagnosis.Cloud.Ims.GetMediaInfoAsync(new(InputURL: url), cancellationToken)).MediaInfo.MediaId;
        }
        catch (ImsException refusal) when (refusal.SaysUnknown)
        {
            return null;
        }
    }

    private static async Task<Finding> CheckOneTaskAsync(Diagnosis diagnosis, CancellationToken cancellationToken)
    {
        var run = await diagnosis.Cloud.GetNewestRunAsync(cancellationToken);
        var text = run.Intent.KeyText ?? Cut(run.Claim.Src.Key);
        var foreign = (await ListAsync(diagnosis, text, run.Claim.At - Margin, cancellationToken)).Where(task => UserData.ParseRunId(task.UserData) is null).ToArray();
        return foreign.Length == 0
            ? Finding.Pass($"every task of {LogText.Escape(text)} is ours", "no")
            : Finding.Fail($"{foreign.Length} task{(foreign.Length == 1 ? "" : "s")} for the media of run {run.Run} {(foreign.Length == 1 ? "is" : "are")} not ours: {LogText.Escape(foreign[0].TaskId)}", answer: "yes");
    }

    private static string Cut(string key) => key.Length <= MaxKeyText ? key : key[^MaxKeyText..];

    private static async Task<IReadOnlyList<WorkflowTask>> ListAsync(Diagnosis diagnosis, string text, DateTimeOffset since, CancellationToken cancellationToken) =>
        (await diagnosis.Context.Retry.ExecuteAsync(token => diagnosis.Cloud.Ims.ListWorkflowTasksAsync(new(text, null, since), token), cancellationToken)).TaskList ?? [];

    private static async Task<Finding> CheckMissingAsync(Diagnosis diagnosis, CancellationToken cancellationToken)
    {
        try
        {
            return await diagnosis.Cloud.Ledger.GetAsync($"{ProbeChecks.Root}absent-{Guid.NewGuid():N}", cancellationToken) is null
                ? Finding.Pass("404", "404")
                : Finding.Fail("an object that nobody has put is there");
        }
        catch (OssException refusal) when (refusal.Status == HttpStatusCode.Forbidden)
        {
            return Finding.Warn($"403 {LogText.Escape(refusal.Code)}, with your keys", answer: "403");
        }
    }

    private static async Task<Finding> CheckMethodAsync(Diagnosis diagnosis, CancellationToken cancellationToken)
    {
        var root = await FunctionChecks.GetCallbackUrlAsync(diagnosis, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, root);
        using var reply = await FunctionChecks.SendAsync(request, cancellationToken);
        var status = ((int)reply.StatusCode).ToString(CultureInfo.InvariantCulture);
        return reply.IsSuccessStatusCode || reply.StatusCode >= HttpStatusCode.InternalServerError
            ? Finding.Fail($"it is answered {status}", answer: status)
            : Finding.Pass($"it is answered {status}", status);
    }
}
