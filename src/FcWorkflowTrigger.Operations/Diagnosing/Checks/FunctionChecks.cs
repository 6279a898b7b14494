using System.Net;
using System.Text.Json.Nodes;
using FcWorkflowTrigger.Cloud.Http;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Logging;
using FcWorkflowTrigger.Operations.Acting;
using FcWorkflowTrigger.Operations.Diagnosing.Deploying;
using FcWorkflowTrigger.Operations.Diagnosing.Reading;
using FcWorkflowTrigger.Operations.Reading;
using FcWorkflowTrigger.Operations.Showing;
using FcWorkflowTrigger.Outcomes.Delivery;
using FcWorkflowTrigger.Outcomes.Webhooks;
using FcWorkflowTrigger.Reconcile;
using FcWorkflowTrigger.Reconcile.CatchingUp;
using FcWorkflowTrigger.Runs;

namespace FcWorkflowTrigger.Operations.Diagnosing.Checks;

/// <summary>What is deployed, whether it works, and the systems that receive outcomes.</summary>
internal static class FunctionChecks
{
    private const string CallbackUrl = "CALLBACK_BASE_URL";

    // As the callback function writes it.
    private const string Forged = "\"FORGED\"";

    // What the deployment decides and the functions depend on. `s` fills in others, such as the log configuration.
    private static readonly string[] Compared = ["runtime", "timeout", "instanceConcurrency", "memorySize", "environmentVariables"];

    // A cold start, and the way there and back.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static IEnumerable<Check> All { get; } =
    [
        new("FC-FUNCTIONS", "the three functions are deployed", "each upload needs all three", "s deploy -y", CheckNeeds.Cloud, CheckFunctionsAsync),
        new(
            "FC-SETTINGS",
            "they are deployed with the settings of the deployment file",
            "a change that was not deployed has no effect, and functions with different settings do not find each other's runs",
            "s deploy -y, in the shell whose variables are meant",
            CheckNeeds.Cloud,
            CheckSettingsAsync),
        new("FC-TRIGGERS", "their triggers are those of the deployment file", "an upload that no trigger delivers starts nothing", "s deploy -y", CheckNeeds.Cloud, CheckTriggersAsync),
        new("FC-TIMER", "the deployed timer is on", "without sweeps lost callbacks and lost events are never made up for", "switch it on in the console, or s deploy -y", CheckNeeds.Cloud, CheckTimerAsync),
        new("FC-DESTINATION", "failed events of ingest go to reconcile", "without it Function Compute drops them after its retries", "s deploy -y", CheckNeeds.Cloud, CheckDestinationAsync),
        new("FC-VERSION", "the functions are of this version", "an older function does not know what this fcwt asks of it, nor newer records", "s deploy -y", CheckNeeds.Cloud, CheckVersionAsync),
        new("FC-SWEEP", "reconcile has swept within 15 minutes, without errors", "the sweep is what makes up for lost callbacks and lost events", "read reconcile's log; sweep now with s reconcile invoke -e '{}'", CheckNeeds.Cloud, CheckSweepAsync),
        new(
            "CATCH-UP-SEEN",
            "each place of CATCH_UP is looked through in time",
            "what is not looked at before it is older than CATCH_UP reaches back is never taken up",
            "read reconcile's log for catch_up.failed and catch_up.behind; let CATCH_UP reach further back, or narrow its prefix",
            CheckNeeds.Cloud,
            CheckCatchUpAsync),
        new(
            "CALLBACK-FORGED",
            "the callback function answers, over TLS that is valid, and refuses a forged callback",
            "IMS calls this URL; and whoever finds it must not be able to end runs",
            "read the log of the callback function; CALLBACK_SECRETS and the HTTP trigger",
            CheckNeeds.Cloud,
            CheckForgedAsync),
        new(
            "WEBHOOKS-REACHED",
            "each receiver of outcomes can be reached",
            "an outcome that is not taken in ten tries is given up",
            "correct OUTCOME_WEBHOOKS, or the receiver's name, firewall or certificate",
            CheckNeeds.Cloud,
            CheckReceiversAsync),
        new("WEBHOOKS-TAKEN", "each receiver takes a signed test event", "an outcome that is not taken in ten tries is given up", "fcwt deliveries test; correct the receiver, or OUTCOME_WEBHOOK_SECRETS", CheckNeeds.Probe, CheckTestEventAsync),
    ];

    private static async Task<Finding> CheckFunctionsAsync(Diagnosis diagnosis, CancellationToken cancellationToken)
    {
        var missing = new List<string>();

        foreach (var role in Diagnosis.Roles)
        {
            missing.AddRange(await diagnosis.Cloud.FindFunctionAsync(role, cancellationToken) is null ? [$"{diagnosis.Function(role).Name} is not there."] : Array.Empty<string>());
        }

        return Finding.From(missing, "they are");
    }

    private static async Task<Finding> CheckSettingsAsync(Diagnosis diagnosis, CancellationToken cancellationToken)
    {
        var url = (await diagnosis.Cloud.GetFunctionAsync(Diagnosis.Callback, cancellationToken)).Url?.AbsoluteUri.TrimEnd('/');
        var different = new List<string>();

        foreach (var role in Diagnosis.Roles)
        {
            var deployed = (await diagnosis.Cloud.GetFunctionAsync(role, cancellationToken)).Function;
            var wanted = Wanted(diagnosis, role, url);
            different.AddRange(Compared.SelectMany(name => JsonDifference.Find(wanted[name], deployed[name], $"{role}.{name}")));
        }

        return Finding.From([.. different.Select(path => $"{path} differs.")], "they are");
    }

    // As deployed: the callback function's URL is known by then, and the local cloud makes its own secret.
    private static JsonObject Wanted(Diagnosis diagnosis, string role, string? url)
    {
        var wanted = (JsonObject)diagnosis.Function(role).Props.DeepClone();

        if (wanted["environmentVariables"] is JsonObject variables)
        {
            if (DeployExpressions.IsUnknownUrl(variables[CallbackUrl]?.ToString() ?? ""))
            {
                variables[CallbackUrl] = url;
            }

            if (diagnosis.Variables.IsLocal)
            {
                variables.Remove(DeployVariables.MadeByLocalCloud);
            }
        }

        return wanted;
    }

    private static async Task<Finding> CheckTriggersAsync(Diagnosis diagnosis, CancellationToken cancellationToken)
    {
        var problems = new List<string>();

        foreach (var role in Diagnosis.Roles)
        {
            var deployed = await diagnosis.Cloud.GetFunctionAsync(role, cancellationToken);

            foreach (var trigger in diagnosis.Function(role).Triggers)
            {
                problems.AddRange(FindProblems(trigger, deployed.FindTrigger(trigger.Name), $"{role}.{trigger.Name}"));
            }

            problems.AddRange(deployed.Triggers.Select(trigger => trigger["triggerName"]?.ToString())
                .Where(name => diagnosis.Function(role).Triggers.All(trigger => trigger.Name != name))
                .Select(name => $"{role} has a trigger {LogText.Escape(name)} that the file has not."));
        }

        return Finding.From(problems, "they are");
    }

    private static IEnumerable<string> FindProblems(DeployTrigger wanted, JsonObject? deployed, string path)
    {
        if (deployed is null)
        {
            return [$"{path} is not there."];
        }

        // Whether a timer is on is a check of its own.
        var config = (JsonObject)wanted.Config.DeepClone();
        config.Remove("enable");
        return JsonDifference.Find(config, DeployedFunction.ParseConfig(deployed), path)
            .Concat(wanted.Type == "oss" ? JsonDifference.Find(wanted.Bucket, deployed["sourceArn"]?.ToString().Split(':')[^1], $"{path}.sourceArn") : [])
            .Select(different => $"{different} differs.");
    }

    private static async Task<Finding> CheckTimerAsync(Diagnosis diagnosis, CancellationToken cancellationToken)
    {
        var timers = (await diagnosis.Cloud.GetFunctionAsync(Diagnosis.Reconcile, cancellationToken)).Triggers.Where(trigger => trigger["triggerType"]?.ToString() == "timer").ToArray();
        return timers.Length == 0 ? Finding.Fail("reconcile has no timer")
            : timers.Any(DeployedFunction.IsEnabled) ? Finding.Pass(LogText.ToLine(DeployedFunction.ParseConfig(timers[0])["cronExpression"]?.ToString() ?? ""))
            : Finding.Fail("it is off");
    }

    private static async Task<Finding> CheckDestinationAsync(Diagnosis diagnosis, CancellationToken cancellationToken)
    {
        var async = (await diagnosis.Cloud.GetFunctionAsync(Diagnosis.Ingest, cancellationToken)).Async;
        var arn = async?["destinationConfig"]?["onFailure"]?["destination"]?.ToString();
        var differences = JsonDifference.Find(diagnosis.Function(Diagnosis.Ingest).Async, async, "asyncInvokeConfig")
            .Where(path => !path.EndsWith(".destination", StringComparison.Ordinal) && !path.EndsWith(".asyncTask", StringComparison.Ordinal)).ToArray();
        return string.IsNullOrEmpty(arn) ? Finding.Fail("ingest has no failure destination")
            : !arn.EndsWith($":functions/{diagnosis.Function(Diagnosis.Reconcile).Name}", StringComparison.Ordinal) ? Finding.Fail($"they go to {arn}")
            : Finding.From([.. differences.Select(path => $"{path} differs.")], arn, CheckStatus.Warn);
    }

    // The version by what the last sweep has recorded; the others by their code, which is the same for all three.
    private static async Task<Finding> CheckVersionAsync(Diagnosis diagnosis, CancellationToken cancellationToken)
    {
        var checksums = new List<string>();

        foreach (var role in Diagnosis.Roles)
        {
            checksums.Add((await diagnosis.Cloud.GetFunctionAsync(role, cancellationToken)).CodeChecksum ?? "");
        }

        var sweep = await diagnosis.Cloud.GetLastSweepAsync(cancellationToken);
        return checksums.Distinct(StringComparer.Ordinal).Count() > 1 ? Finding.Fail("the three functions have different code")
            : sweep is null ? Finding.Warn("no sweep has recorded a version: none has ended yet, or the functions are older than that")
            : sweep.Version != LastSweep.ThisVersion ? Finding.Fail($"the functions are of version {LogText.Escape(sweep.Version)}, and this fcwt is of {LastSweep.ThisVersion}")
            : Finding.Pass($"{sweep.Version}, and one code for all three");
    }

    private static async Task<Finding> CheckSweepAsync(Diagnosis diagnosis, CancellationToken cancellationToken)
    {
        if (await diagnosis.Cloud.GetLastSweepAsync(cancellationToken) is not { } sweep)
        {
            return Finding.Fail("no sweep has recorded itself");
        }

        var age = diagnosis.Context.Clock.GetUtcNow() - sweep.At;
        return age > StatusReader.LongestWithoutSweep ? Finding.Fail($"the last one was {Times.Format(age)} ago")
            : sweep.Errors > 0 ? Finding.Warn($"the last one has met {sweep.Errors} errors")
            : !sweep.IsComplete ? Finding.Warn("the last one has not come to every run that was due")
            : Finding.Pass($"{Times.Format(age)} ago, {sweep.Seen} runs");
    }

    private static async Task<Finding> CheckCatchUpAsync(Diagnosis diagnosis, CancellationToken cancellationToken)
    {
        var places = diagnosis.CatchUpPlaces;
        var cursors = new CatchUpCursors(diagnosis.Cloud.Ledger, diagnosis.Context.Retry);
        var (problems, now) = (new List<string?>(), diagnosis.Context.Clock.GetUtcNow());

        foreach (var place in places)
        {
            problems.Add(FindProblem(place, await cursors.ReadAsync(place, cancellationToken), now));
        }

        return Finding.From([.. problems.OfType<string>()], places.Count == 0 ? "it is not set" : $"{places.Count} place{(places.Count == 1 ? "" : "s")}", CheckStatus.Warn);
    }

    /// <returns>Null for a place that is looked through in time.</returns>
    internal static string? FindProblem(CatchUpPlace place, CatchUpCursor cursor, DateTimeOffset now) => cursor switch
    {
        { Through: null } => $"no round through {LogText.ToLine($"{place}")} has ended yet.",

        // Towards the end of a round the last one lies two rounds back. So this begins at rounds of a quarter of the time, which leave as much again for sweeps that fail.
        { Through: { } through } when now - through > place.Since / 2 => $"{LogText.ToLine($"{place}")} was looked at until {Times.Format(now - through)} ago, and CATCH_UP reaches back {place.SinceText}.",
        { Failed.Count: > 0 and var failed } => $"{failed} object{(failed == 1 ? "" : "s")} of {LogText.ToLine($"{place}")} could not be looked at.",
        _ => null,
    };

    private static async Task<Finding> CheckForgedAsync(Diagnosis diagnosis, CancellationToken cancellationToken)
    {
        var root = await GetCallbackUrlAsync(diagnosis, cancellationToken);

        if (root.Scheme != Uri.UriSchemeHttps && !root.IsLoopback)
        {
            return Finding.Fail("the URL is not https, and IMS sends the proof of each callback in it");
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, $"{root.AbsoluteUri.TrimEnd('/')}/callbacks/{new('0', 40)}?g=1&s={new('A', CallbackCapability.Length)}")
        {
            Content = new ByteArrayContent("{}"u8.ToArray()),
        };

        try
        {
            using var reply = await SendAsync(request, cancellationToken);

            // Function Compute answers 403 too: for a trigger that is closed to the internet.
            var isOurs = (await reply.Content.ReadAsStringAsync(cancellationToken)).Contains(Forged, StringComparison.Ordinal);
            return reply.StatusCode != HttpStatusCode.Forbidden ? Finding.Fail($"it answered {(int)reply.StatusCode} to a forged callback")
                : !isOurs ? Finding.Fail("something else than the callback function answered 403")
                : Finding.Pass($"403{(root.Scheme == Uri.UriSchemeHttps ? " over TLS" : "")}");
        }
        catch (HttpRequestException unreachable)
        {
            return Finding.Fail(unreachable.Message);
        }
    }

    /// <summary>The public URL of the callback function.</summary>
    public static async Task<Uri> GetCallbackUrlAsync(Diagnosis diagnosis, CancellationToken cancellationToken) =>
        (await diagnosis.Cloud.GetFunctionAsync(Diagnosis.Callback, cancellationToken)).Url ?? throw new NotCheckedException("the callback function has no URL; see FC-TRIGGERS.");

    /// <summary>One request to a function from the internet, with the certificates that the functions trust themselves.</summary>
    public static async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var http = CloudHttp.Create(CloudHttp.CreateHandler());
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience);

        try
        {
            return await http.SendAsync(request, deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"no answer within {Patience.TotalSeconds:0} s");
        }
    }

    private static async Task<Finding> CheckReceiversAsync(Diagnosis diagnosis, CancellationToken cancellationToken)
    {
        var outcomes = diagnosis.Settings(Diagnosis.Reconcile).Outcomes;

        if (outcomes.Webhooks.Count == 0)
        {
            return Finding.Pass("there are none");
        }

        var problems = await Task.WhenAll(outcomes.Webhooks.Select(webhook => FindProblemAsync(webhook, outcomes.AllowPrivate, cancellationToken)));
        return Finding.From([.. problems.OfType<string>()], $"{outcomes.Webhooks.Count} from this machine");
    }

    // The host alone: an address may hold a password.
    private static async Task<string?> FindProblemAsync(Uri webhook, bool allowPrivate, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience);

        try
        {
            var addresses = await Dns.GetHostAddressesAsync(webhook.IdnHost, deadline.Token);

            if (new GuardedConnection(allowPrivate).Allowed(addresses).Length == 0)
            {
                return $"{webhook.IdnHost} leads to no public address, and OUTCOME_NETWORK is public.";
            }

            await using var connection = (await ServerConnection.OpenAsync(webhook, deadline.Token)).Stream;
            return null;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            return $"{webhook.IdnHost} cannot be reached: {(failure is OperationCanceledException ? $"no answer within {Patience.TotalSeconds:0} s" : failure.Message)}";
        }
    }

    private static async Task<Finding> CheckTestEventAsync(Diagnosis diagnosis, CancellationToken cancellationToken)
    {
        if (diagnosis.Settings(Diagnosis.Reconcile).Outcomes.Webhooks.Count == 0)
        {
            return Finding.Pass("there are none");
        }

        using var functions = diagnosis.Context.OpenFunctions();
        var reply = OperatorRequest.ReadReply(
            await functions.InvokeAsync(diagnosis.Function(Diagnosis.Reconcile).Name, new OperatorRequest(Deliveries: "test").ToJson(), cancellationToken),
            ReconcileJson.Default.DeliveryTestReply);
        return Finding.From(
            [.. reply.Receivers.Where(receiver => receiver.Result != DeliveryEntry.Delivered).Select(receiver => $"{receiver.Receiver}: {receiver.Result}.")],
            $"{reply.Receivers.Count} took {reply.WebhookId}");
    }
}
