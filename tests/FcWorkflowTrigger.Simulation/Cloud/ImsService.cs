using System.Globalization;
using System.Net;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Simulation.Engine;

namespace FcWorkflowTrigger.Simulation.Cloud;

/// <summary>IMS and its gateway, as the documentation and the assumptions A2 to A4 describe them.</summary>
internal sealed class ImsService(EventLoop loop, ImsPlan plan)
{
    private static readonly TimeSpan Listed = TimeSpan.FromDays(90);
    private const string Failed = "Failed";
    private static readonly string[] Outcomes = ["Succeed", "Succeed", Failed, "Canceled"];

    private readonly Dictionary<string, (string MediaId, DateTimeOffset Ready, bool Fails)> _assets = [];
    private readonly Dictionary<string, string> _tokens = [];
    private readonly HashSet<string> _nonces = [];
    private readonly List<ImsTask> _tasks = [];
    private readonly HashSet<string> _deleted = [];
    private readonly DateTimeOffset _begin = loop.Now;
    private int _registered;

    public ImsPlan Plan => plan;

    public IReadOnlyList<ImsTask> Tasks => _tasks;

    public event Action<ImsTask>? Accepted;

    public RegisterMediaInfoResponse Register(RegisterMediaInfoRequest request)
    {
        if (_tokens.TryGetValue(request.ClientToken, out var known))
        {
            return new(known);
        }

        if (_assets.TryGetValue(request.InputURL, out var bound))
        {
            Replace(bound.MediaId, request.Overwrite);
        }

        var mediaId = Id(_registered++);
        _assets[request.InputURL] = (mediaId, loop.Now + plan.Preparing, loop.Dice.Roll(plan.AssetFailures));
        _tokens[request.ClientToken] = mediaId;
        return new(mediaId);
    }

    private void Replace(string mediaId, bool overwrite)
    {
        if (!overwrite)
        {
            throw Refusal("RegisterMediaInfo", HttpStatusCode.Conflict, "MediaAlreadyExist");
        }

        if (_tasks.Find(task => task.MediaId == mediaId && task.Ends > loop.Now) is { } running)
        {
            throw new ViolationException($"Media asset {mediaId} was deleted under its task {running.TaskId}.");
        }

        loop.Counts.Increment(Situation.ReplacedAsset);
        _deleted.Add(mediaId);
    }

    public GetMediaInfoResponse Find(GetMediaInfoRequest request)
    {
        var asset = _assets.FirstOrDefault(asset => asset.Key == request.InputURL || asset.Value.MediaId == request.MediaId);
        return asset.Key is null
            ? throw Refusal("GetMediaInfo", HttpStatusCode.NotFound, "NoMatchedInputUrl")
            : new(new(asset.Value.MediaId, new(loop.Now < asset.Value.Ready ? "Preparing" : asset.Value.Fails ? "PrepareFail" : "Normal")));
    }

    /// <param name="signed">The date in the signature of the request.</param>
    public StartWorkflowResponse Start(StartWorkflowRequest request, DateTimeOffset signed, string nonce)
    {
        if ((loop.Now + plan.ClockSkew - signed).Duration() > plan.SignatureWindow)
        {
            loop.Counts.Increment(Situation.ExpiredStart);
            throw Refusal("StartWorkflow", HttpStatusCode.BadRequest, "InvalidTimeStamp.Expired");
        }

        if (!_nonces.Add(nonce) && plan.RemembersNonces)
        {
            throw Refusal("StartWorkflow", HttpStatusCode.BadRequest, "SignatureNonceUsed");
        }

        if (loop.Now < _begin + plan.ThrottledFor)
        {
            if (loop.Now > _begin + TimeSpan.FromHours(24))
            {
                loop.Counts.Increment(Situation.OverdueStart);
            }

            throw Refusal("StartWorkflow", HttpStatusCode.BadRequest, "Throttling.User");
        }

        var mediaId = request.TaskInput.Split('"')[^2];

        if (_deleted.Contains(mediaId))
        {
            throw new ViolationException($"Media asset {mediaId} was deleted before a run started its task on it: deleted under its task.");
        }

        if (_assets.Values.Any(asset => asset.MediaId == mediaId && (loop.Now < asset.Ready ? plan.RefusesUnready : asset.Fails)))
        {
            loop.Counts.Increment(Situation.FailedAsset);
            throw Refusal("StartWorkflow", HttpStatusCode.BadRequest, "InvalidParameter");
        }

        var task = new ImsTask(
            Id(1000 + _tasks.Count),
            mediaId,
            request.WorkflowId,
            request.UserData,
            plan.FirstFails ? (_tasks.Count == 0 ? Failed : Outcomes[0]) : plan.AlwaysSucceeds ? Outcomes[0] : loop.Dice.Pick<string>(Outcomes),
            loop.Now,
            loop.Now + loop.Dice.Between(plan.ShortestTask, plan.LongestTask));
        _tasks.Add(task);
        Accepted?.Invoke(task);
        return new(task.TaskId);
    }

    public GetWorkflowTaskResponse Get(GetWorkflowTaskRequest request) => _tasks.Find(task => task.TaskId == request.TaskId) is { } task && IsVisible(task)
        ? new(ToWorkflowTask(task))
        : throw Refusal("GetWorkflowTask", HttpStatusCode.BadRequest, "InvalidParameter");

    public ListWorkflowTasksResponse List(ListWorkflowTasksRequest request) => new([.. _tasks
        .Where(task => task.Accepted + plan.ListLag <= loop.Now && task.Accepted + plan.ClockSkew >= request.StartOfCreateTime && task.Accepted + Listed >= loop.Now)
        .Where(task => request.KeyText is null || task.MediaId == request.KeyText)
        .Where(IsListed)
        .Select(task => plan.List == ListFault.HidesUserData ? ToWorkflowTask(task) with { UserData = null } : ToWorkflowTask(task))]);

    public static ImsException Refusal(string action, HttpStatusCode status, string code) => new(action, status, code, "R");

    private bool IsListed(ImsTask task)
    {
        if (plan.List != ListFault.None)
        {
            loop.Counts.Increment(Situation.HiddenTask);
        }

        return plan.List != ListFault.HidesTasks;
    }

    private bool IsVisible(ImsTask task)
    {
        var age = loop.Now - task.Accepted;
        var lost = plan.HidesOldTasks && age >= TimeSpan.FromHours(24) && age < TimeSpan.FromHours(27);

        if (lost)
        {
            loop.Counts.Increment(Situation.LostTask);
        }

        return !lost;
    }

    private WorkflowTask ToWorkflowTask(ImsTask task) => new(task.TaskId, task.StatusAt(loop.Now), task.UserData);

    private static string Id(int number) => number.ToString("x32", CultureInfo.InvariantCulture);
}
