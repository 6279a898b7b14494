using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Logging;
using FcWorkflowTrigger.Operations.Diagnosing.Deploying;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Start;

namespace FcWorkflowTrigger.Operations.Diagnosing.Checks;

/// <summary>The deployment file, as Serverless Devs renders it.</summary>
internal static class DeployChecks
{
    // Function Compute's form of a schedule without a calendar; cron expressions are not judged here.
    private const string Every = "@every ";

    private const int AsyncRetries = 3;
    private static readonly TimeSpan LongestSweepInterval = TimeSpan.FromMinutes(15);

    public static IEnumerable<Check> All { get; } =
    [
        Check.OfFiles(
            "SYAML-READABLE",
            "the deployment file can be read",
            "`s deploy` deploys what it says, and the other checks look into it",
            "correct the file, or name another with --template",
            diagnosis => CheckReadable(diagnosis.ReadDeployFile)),
        Check.OfFiles(
            "SYAML-FUNCTIONS",
            "there is one function for each of callback, ingest and reconcile",
            "each upload needs all three: one starts, one learns the end, one makes up for what was missed",
            "give each function its APP_ROLE and a name of its own",
            diagnosis => CheckFunctions(diagnosis.Deploy)),
        Check.OfFiles(
            "SYAML-VARIABLES",
            "every variable without a default is set",
            "`s deploy` stops at the first that is not",
            "set it in the shell or in .env",
            diagnosis => Finding.From(diagnosis.Deploy.Problems, "all are set")),
        Check.OfFiles(
            "SYAML-REGION",
            "IMS serves the region",
            "a function in another region does not start",
            "set REGION to a region of IMS, or IMS_ENDPOINT",
            CheckRegion),
        Check.OfFiles(
            "SYAML-RUNTIME",
            "each function runs the binary on Debian 12 and port 9000",
            "the binary is linked for it, and on another port Function Compute ends it",
            "take runtime: custom.debian12, command /code/bootstrap, port 9000",
            diagnosis => Finding.From([.. diagnosis.Deploy.Functions.Select(FindRuntimeProblem).OfType<string>()], "custom.debian12, /code/bootstrap, port 9000")),
        Check.OfFiles(
            "SYAML-ROLES",
            "each function has a RAM role of its own",
            "the callback function is on the internet: with a role of another function it could do more than it needs",
            "set CALLBACK_ROLE, INGEST_ROLE and RECONCILE_ROLE",
            CheckRoles),
        Check.OfFiles(
            "SYAML-BUCKETS",
            "the ledger is not the bucket of the uploads",
            "each record would be an event, and rules of the uploads' bucket would delete records",
            "set LEDGER_BUCKET to a bucket of its own",
            CheckBuckets),
        Check.OfFiles(
            "SYAML-HTTP",
            "IMS can reach the callback function",
            "without it every run waits for a sweep to learn its end",
            "give it an HTTP trigger: authType anonymous, methods POST, disableURLInternet false",
            CheckHttp),
        Check.OfFiles(
            "SYAML-TIMER",
            "a timer sweeps at least every 15 minutes",
            "the sweep is what makes up for lost callbacks and lost events",
            "give reconcile a timer trigger: cronExpression '@every 5m', enable true",
            CheckTimer),
        Check.OfFiles(
            "SYAML-DESTINATION",
            "events that ingest fails on go to reconcile",
            "without onFailure Function Compute drops them after its retries, and the upload starts nothing",
            "set asyncInvokeConfig.destinationConfig.onFailure of ingest to reconcile's ARN",
            CheckDestination),
        Check.OfFiles(
            "SYAML-RETRIES",
            "failed events are tried again for a day",
            "Function Compute's own defaults have changed before, and reconcile has no failure destination",
            "set maxAsyncRetryAttempts and maxAsyncEventAgeInSeconds of ingest (3, 86400) and reconcile (8, 86400)",
            CheckRetries),
        Check.OfFiles(
            "TIMEOUT-STARTS",
            "ingest and reconcile have time for a start",
            "a start waits 10 s for IMS's answer and may be tried four times; a function that ends before leaves an unknown start",
            "raise timeout to 60 or more",
            CheckStartTimes),
        Check.OfFiles(
            "TIMEOUT-LEASES",
            "a run whose process died is taken over by the next sweeps",
            "a lease lasts as long as the function's timeout and 30 s; until it is over no sweep touches the run, and a sweep that is longer than its interval meets the next one",
            "lower timeout: ingest's below 270, reconcile's not above the timer's interval",
            CheckLeases),
        Check.OfFiles(
            "QUEUE-NAME",
            "the queue for callbacks is one that IMS writes to, and has a trigger",
            "IMS takes only names that begin with ice-callback; without the trigger nobody reads what it writes",
            "correct CALLBACK_QUEUE, and uncomment queueTrigger of the callback function",
            CheckQueue),
    ];

    private static Finding CheckReadable(Func<DeployFile> read)
    {
        try
        {
            return Finding.Pass($"{read().Functions.Count} functions");
        }
        catch (Exception problem) when (problem is FormatException or OperationException)
        {
            return Finding.Fail(LogText.ToLine(problem.Message));
        }
    }

    private static Finding CheckFunctions(DeployFile deploy)
    {
        var missing = Diagnosis.Roles.Where(role => deploy.Functions.Count(function => function.Environment.GetValueOrDefault("APP_ROLE") == role) != 1).ToArray();
        var isDouble = deploy.Functions.DistinctBy(function => function.Name).Count() != deploy.Functions.Count;
        return Finding.From(
            [.. missing.Select(role => $"there is not one function with APP_ROLE={role}, but {deploy.Functions.Count(function => function.Environment.GetValueOrDefault("APP_ROLE") == role)}."), .. isDouble ? ["two functions have one name."] : Array.Empty<string>()],
            string.Join(", ", deploy.Functions.Select(function => function.Name)));
    }

    private static Finding CheckRegion(Diagnosis diagnosis)
    {
        var region = diagnosis.Deploy.Region;
        var hasEndpoint = diagnosis.Function(Diagnosis.Ingest).Environment.GetValueOrDefault("IMS_ENDPOINT") is { Length: > 0 };
        return Endpoints.Ims(region) is not null || hasEndpoint
            ? Finding.Pass(hasEndpoint ? $"{region}, and IMS_ENDPOINT is set" : region)
            : Finding.Fail($"the region is '{LogText.Escape(region)}'; IMS serves {Endpoints.ImsRegions}.");
    }

    private static string? FindRuntimeProblem(DeployFunction function)
    {
        var runtime = function.Props["customRuntimeConfig"];
        var command = (runtime?["command"] as System.Text.Json.Nodes.JsonArray)?.FirstOrDefault()?.ToString();
        return function.Text("runtime") != "custom.debian12" ? $"{function.Name} has the runtime '{LogText.Escape(function.Text("runtime"))}'."
            : command != "/code/bootstrap" ? $"{function.Name} runs '{LogText.Escape(command)}'."
            : runtime?["port"]?.ToString() != "9000" ? $"{function.Name} listens on port '{LogText.Escape(runtime?["port"]?.ToString())}'."
            : null;
    }

    private static Finding CheckRoles(Diagnosis diagnosis)
    {
        var functions = diagnosis.Deploy.Functions;
        return Finding.From(
            [
                .. functions.Where(function => string.IsNullOrEmpty(function.Text("role"))).Select(function => $"{function.Name} has no role."),
                .. functions.GroupBy(function => function.Text("role")).Where(role => role.Key is { Length: > 0 } && role.Count() > 1)
                    .Select(role => $"{string.Join(" and ", role.Select(function => function.Name))} share the role {LogText.Escape(role.Key)}."),
            ],
            "three roles");
    }

    private static Finding CheckBuckets(Diagnosis diagnosis)
    {
        var ledger = diagnosis.Function(Diagnosis.Ingest).Environment.GetValueOrDefault("LEDGER_BUCKET");
        var media = diagnosis.Deploy.Functions.SelectMany(function => function.Triggers).Where(trigger => trigger.Type == "oss").Select(trigger => trigger.Bucket).ToArray();
        return media.Contains(ledger, StringComparer.Ordinal)
            ? Finding.Fail($"{LogText.Escape(ledger)} is both")
            : Finding.Pass($"{LogText.Escape(ledger)} and {LogText.Escape(string.Join(", ", media))}");
    }

    private static Finding CheckHttp(Diagnosis diagnosis)
    {
        var http = diagnosis.Function(Diagnosis.Callback).Triggers.FirstOrDefault(trigger => trigger.Type == "http");
        return http is null ? Finding.Fail("the callback function has no HTTP trigger")
            : http.Config["authType"]?.ToString() != "anonymous" ? Finding.Fail($"authType is '{LogText.Escape(http.Config["authType"]?.ToString())}': IMS sends no signature of Function Compute")
            : http.Config["disableURLInternet"]?.ToString() == "true" ? Finding.Fail("disableURLInternet is true")
            : !http.Methods.Contains("POST", StringComparer.Ordinal) ? Finding.Fail("its methods lack POST")
            : Finding.Pass("anonymous POST from the internet");
    }

    private static Finding CheckTimer(Diagnosis diagnosis)
    {
        var timer = diagnosis.Function(Diagnosis.Reconcile).Triggers.FirstOrDefault(trigger => trigger.Type == "timer");
        var schedule = timer?.Config["cronExpression"]?.ToString() ?? "";
        return timer is null ? Finding.Fail("reconcile has no timer trigger")
            : timer.Config["enable"]?.ToString() != "true" ? Finding.Fail("the timer is not enabled")
            : FindInterval(timer) is not { } interval ? Finding.Warn($"the schedule '{LogText.Escape(schedule)}' is not judged here", "see that it fires at least every 15 minutes")
            : interval > LongestSweepInterval ? Finding.Fail($"it sweeps every {interval.TotalMinutes:0.#} minutes")
            : Finding.Pass(schedule);
    }

    private static TimeSpan? FindInterval(DeployTrigger? timer) =>
        timer?.Config["cronExpression"]?.ToString() is { } schedule && schedule.StartsWith(Every, StringComparison.Ordinal)
        && DeployFunction.ToNumber(System.Text.Json.Nodes.JsonValue.Create(schedule[Every.Length..].TrimEnd('m', 'h'))) is { } number
            ? schedule[^1] switch
            {
                'm' => TimeSpan.FromMinutes(number),
                'h' => TimeSpan.FromHours(number),
                _ => null,
            }
            : null;

    private static Finding CheckDestination(Diagnosis diagnosis)
    {
        var (arn, reconcile) = (diagnosis.Function(Diagnosis.Ingest).FailureDestination, diagnosis.Function(Diagnosis.Reconcile).Name);
        return string.IsNullOrEmpty(arn) ? Finding.Fail("ingest has no onFailure")
            : !arn.EndsWith($":functions/{reconcile}", StringComparison.Ordinal) ? Finding.Fail($"onFailure of ingest is {arn}, and reconcile is called {reconcile}")
            : Finding.Pass(arn);
    }

    private static Finding CheckRetries(Diagnosis diagnosis) => Finding.From(
        [
            .. new[] { Diagnosis.Ingest, Diagnosis.Reconcile }.Select(diagnosis.Function).Select(function =>
                DeployFunction.ToNumber(function.Async?["maxAsyncRetryAttempts"]) is not { } retries ? $"{function.Name} sets no maxAsyncRetryAttempts."
                : retries < AsyncRetries ? $"{function.Name} tries {retries} times only."
                : DeployFunction.ToNumber(function.Async?["maxAsyncEventAgeInSeconds"]) is not >= 3600 ? $"{function.Name} keeps events for less than an hour, or does not say how long."
                : null).OfType<string>(),
        ],
        "set for both");

    private static Finding CheckStartTimes(Diagnosis diagnosis) => Finding.From(
        [
            .. new[] { Diagnosis.Ingest, Diagnosis.Reconcile }.Select(diagnosis.Function)
                .Where(function => function.Timeout < LongestStart.TotalSeconds)
                .Select(function => $"{function.Name} has {function.Timeout} s."),
        ],
        string.Join(", ", new[] { Diagnosis.Ingest, Diagnosis.Reconcile }.Select(role => $"{role} {diagnosis.Function(role).Timeout} s")));

    private static TimeSpan LongestStart { get; } = new StartOptions(Endpoints.Nowhere, null!, null!) is var options ? options.SendTimeout * options.GenerationsAtOnce : default;

    private static Finding CheckLeases(Diagnosis diagnosis)
    {
        var (ingest, reconcile) = (diagnosis.Function(Diagnosis.Ingest), diagnosis.Function(Diagnosis.Reconcile));
        var interval = FindInterval(reconcile.Triggers.FirstOrDefault(trigger => trigger.Type == "timer")) ?? TimeSpan.FromMinutes(5);
        var lease = TimeSpan.FromSeconds(new Invocation("", TimeSpan.FromSeconds(ingest.Timeout), "").LeaseSeconds);
        return Finding.From(
            [
                .. lease > interval ? [$"a lease of ingest lasts {lease.TotalSeconds:0} s, and the timer fires every {interval.TotalSeconds:0} s."] : Array.Empty<string>(),
                .. reconcile.Timeout > interval.TotalSeconds ? [$"reconcile may run for {reconcile.Timeout} s, and the timer fires every {interval.TotalSeconds:0} s."] : Array.Empty<string>(),
            ],
            $"leases of {lease.TotalSeconds:0} s, sweeps every {interval.TotalSeconds:0} s of {reconcile.Timeout} s at most",
            CheckStatus.Warn);
    }

    private static Finding CheckQueue(Diagnosis diagnosis)
    {
        const string Prefix = "ice-callback";
        var callback = diagnosis.Function(Diagnosis.Callback);
        var queue = callback.Environment.GetValueOrDefault("CALLBACK_QUEUE") ?? "";
        var read = callback.Triggers.Where(trigger => trigger.Type == "eventbridge")
            .Select(trigger => trigger.Config["eventSourceConfig"]?["eventSourceParameters"]?["sourceMNSParameters"]?["QueueName"]?.ToString()).ToArray();

        return queue.Length == 0 && read.Length == 0 ? Finding.Pass("no queue is used")
            : !queue.StartsWith(Prefix, StringComparison.Ordinal) ? Finding.Fail($"CALLBACK_QUEUE is '{LogText.Escape(queue)}'")
            : !read.Contains(queue, StringComparer.Ordinal) ? Finding.Fail($"no trigger of the callback function reads {LogText.Escape(queue)}")
            : Finding.Pass(LogText.Escape(queue));
    }
}
