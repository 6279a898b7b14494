using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.ConsolePage.Feed;
using FcWorkflowTrigger.ConsolePage.Runs;
using FcWorkflowTrigger.ConsolePage.Serving;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Operations;
using FcWorkflowTrigger.Operations.Acting;
using FcWorkflowTrigger.Operations.Connecting;
using FcWorkflowTrigger.Operations.Diagnosing;
using FcWorkflowTrigger.Operations.Explaining;
using FcWorkflowTrigger.Operations.Reading;
using FcWorkflowTrigger.Operations.Showing;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Rules.Loading;
using FcWorkflowTrigger.Uploads;
using Microsoft.AspNetCore.Http;

namespace FcWorkflowTrigger.ConsolePage;

/// <summary>How a console is served.</summary>
/// <param name="CanAct">Resume, cancel and redrive are allowed.</param>
/// <param name="Token">Null where everybody on this machine may look: the local cloud.</param>
/// <param name="Command">Completes a command of fcwt for the same cloud.</param>
/// <param name="Doctor">The deployment that is checked. How far a check may go, the page asks.</param>
/// <param name="Variable">Reads a variable of the environment.</param>
/// <param name="HasLocalCloud">The routes of the local cloud are served on the same port.</param>
internal sealed record ConsoleOptions(
    bool CanAct, AccessToken? Token, Func<string, string> Command, DoctorOptions Doctor, Func<string, string?> Variable, bool HasLocalCloud = false);

/// <summary>The console page and its routes: <c>/</c>, its files, and <c>/api/…</c>.</summary>
internal sealed class ConsoleServer(CloudContext cloud, ConsoleOptions options, Func<LedgerView, EventFeed, IRunSource> open, EventFeed feed, TimeProvider clock) : IDisposable
{
    private const int MostPages = 1_000_000;

    private static readonly Refusal ActionsOff = new(StatusCodes.Status403Forbidden, "ACTIONS-OFF", "This console only shows. Start it with --allow-actions to act.");

    private static readonly TimeSpan DefaultSince = TimeSpan.FromHours(24);

    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _opening = new(1);
    private Ledgers? _ledgers;

    /// <summary>Answers requests for the page.</summary>
    /// <returns>False for a request that is not the console's.</returns>
    public async Task<bool> TryAnswerAsync(HttpContext http)
    {
        var isOwn = http.Request.Path.StartsWithSegments("/api");
        PageFiles.SetHeaders(http.Response.Headers);

        if (LoopbackGuard.Check(http) is { } refusal)
        {
            await RefuseAsync(http, refusal);
            return true;
        }

        if (options.Token is { } token)
        {
            // The files hold no secret: without the token the page says that it is missing.
            if (!isOwn && http.Request.Query.ContainsKey(AccessToken.Parameter))
            {
                await (token.TakeFromAddress(http) ? Task.CompletedTask : RefuseAsync(http, AccessToken.Refused));
                return true;
            }

            if (isOwn && !token.IsGiven(http))
            {
                await RefuseAsync(http, AccessToken.Refused);
                return true;
            }
        }

        if (!isOwn)
        {
            if (http.Request.Path == "/" && options.Token?.IsGiven(http) != false)
            {
                _ = ReadAheadAsync();
            }

            return (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)) && await PageFiles.TryAnswerAsync(http);
        }

        await AnswerAsync(http);
        return true;
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
        _opening.Dispose();
        _ledgers?.Table.Dispose();
        cloud.Dispose();
    }

    /// <summary>The ledger was emptied.</summary>
    public void Forget() => _ledgers?.Table.Clear();

    /// <summary>Opens the ledger, so that a wrong connection is told before anything is served.</summary>
    /// <exception cref="OperationException">There are no keys, or the ledger's bucket is not known.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken) => await OpenLedgerAsync(cancellationToken);

    /// <summary>
    /// Reads the first rows that a page asks for, before it asks: when the console starts, and when the page is fetched, while its scripts are loaded. From
    /// then on the table follows the ledger.
    /// </summary>
    public async Task ReadAheadAsync()
    {
        try
        {
            var (ledgers, now) = (await OpenLedgerAsync(_stopping.Token), cloud.Clock.GetUtcNow());
            var page = await ledgers.Table.ListAsync(new RunQuery([], null, null, now - DefaultSince, null, 0).First(now), _stopping.Token);
            JsonSerializer.Serialize(page, ConsoleJson.Default.RunsPage);
        }
        catch (Exception problem) when (problem is OperationCanceledException || Describe(problem) is not null)
        {
            // The page's own request meets the same problem, and shows it.
        }
    }

    private async Task AnswerAsync(HttpContext http)
    {
        try
        {
            http.Response.Headers.CacheControl = "no-store";
            await ((http.Request.Method, http.Request.Path.Value?.Split('/') ?? []) switch
            {
                ("GET", [_, "api", "facts"]) => FactsAsync(http),
                ("GET", [_, "api", "runs"]) => RunsAsync(http),
                ("GET", [_, "api", "runs", var run]) => RunAsync(http, run),
                ("POST", [_, "api", "runs", var run]) => ActAsync(http, run),
                ("GET", [_, "api", "rules"]) => RulesAsync(http),
                ("POST", [_, "api", "explain"]) => ExplainAsync(http),
                ("GET", [_, "api", "health"]) => HealthAsync(http),
                ("POST", [_, "api", "doctor"]) => DoctorAsync(http),
                ("GET", [_, "api", "charts"]) => ChartsAsync(http),
                ("GET", [_, "api", "stream"]) => StreamAsync(http),
                _ => RefuseAsync(http, new(StatusCodes.Status404NotFound, "NOT-FOUND", "The console has no such route.")),
            });
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested || _stopping.IsCancellationRequested)
        {
            // The page is closed, or the program ends.
        }
        catch (Exception problem) when (Describe(problem) is { } refusal)
        {
            await RefuseAsync(http, refusal);
        }
    }

    private static Refusal? Describe(Exception problem) => problem switch
    {
        OperationException or RuleFileException or FunctionException or LedgerIncompleteException or InvalidDataException => Refusal(StatusCodes.Status400BadRequest, problem.Message),
        JsonException => new(StatusCodes.Status400BadRequest, "BODY-INVALID", problem.Message),
        OssException or ImsException => Refusal(StatusCodes.Status502BadGateway, problem.Message),
        HttpRequestException or TimeoutException => new(StatusCodes.Status502BadGateway, "CLOUD-UNREACHABLE", $"The cloud did not answer: {problem.Message}"),
        _ => null,
    };

    // The messages begin with their code.
    private static Refusal Refusal(int status, string message) => message.Split(": ", 2) is [var code, var rest] && !code.Contains(' ', StringComparison.Ordinal)
        ? new(status, code, rest)
        : new(status, "REFUSED", message);

    private Task FactsAsync(HttpContext http) => WriteAsync(
        http,
        new(
            cloud.Connection.IsLocal ? "the local cloud" : $"{cloud.Region}, {cloud.Connection.LedgerBucket ?? "no ledger"}",
            options.HasLocalCloud,
            options.CanAct,
            cloud.Clock.GetUtcNow(),
            RunStates.All),
        ConsoleJson.Default.ConsoleFacts);

    private async Task RunsAsync(HttpContext http)
    {
        var (query, ledgers) = (http.Request.Query, await OpenLedgerAsync(http.RequestAborted));
        var wanted = new RunQuery(
            [.. (query["state"].FirstOrDefault() ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Intersect(RunStates.All)],
            query["rule"].FirstOrDefault(),
            query["text"].FirstOrDefault(),
            ReadTime(query["since"]) ?? cloud.Clock.GetUtcNow() - DefaultSince,
            ReadTime(query["until"]),
            ReadNumber(query["page"], 0, MostPages, 0),
            Depth: ReadNumber(query["depth"], RunQuery.DepthStep, int.MaxValue, RunQuery.DepthStep));
        var isFirst = query.ContainsKey("first");
        var page = await ledgers.Table.ListAsync(isFirst ? wanted.First(cloud.Clock.GetUtcNow()) : wanted, http.RequestAborted);
        await WriteAsync(http, page with { IsFirst = isFirst }, ConsoleJson.Default.RunsPage);
    }

    private async Task RunAsync(HttpContext http, string text)
    {
        var ledgers = await OpenLedgerAsync(http.RequestAborted);
        var (id, others) = await RunTarget.FindAsync(text, ledgers.View, cloud.Region, http.RequestAborted);
        var show = await new RunReader(ledgers.View, new(cloud.OpenIms(), cloud.Retry), cloud.Clock)
            .ReadAsync(id, others, options.Command, http.RequestAborted);
        var records = (await ledgers.View.Ledger.ReadAsync(id, http.RequestAborted)).Records;
        var requests = records.Select(record => record.By.Split('/')[0]).Where(request => request.Length > 0).Distinct().ToArray();
        var evidence = ledgers.Source.FindEvidence(requests);

        await WriteAsync(
            http,
            new(
                show,
                RunSteps.Create(records, show.Task, show.Deliveries),
                [.. records.Select(record => JsonSerializer.SerializeToElement<RunRecord>(record, LedgerJson.Default.RunRecord))],
                evidence.Event,
                evidence.Lines,
                options.CanAct ? [.. RunActions.All.Where(action => show.Commands.Any(command => command.Command.Contains($" {action} ", StringComparison.Ordinal)))] : [],
                cloud.Clock.GetUtcNow()),
            ConsoleJson.Default.RunDetail);
    }

    private async Task ActAsync(HttpContext http, string run)
    {
        var request = await ReadAsync(http, ConsoleJson.Default.ActRequest);

        if (!options.CanAct)
        {
            await RefuseAsync(http, ActionsOff);
            return;
        }

        if (!RunActions.All.Contains(request.Action) || !RunId.TryParse(run, out _))
        {
            throw new OperationException("ACTION-UNKNOWN", $"use one of: {string.Join(", ", RunActions.All)}, on the 40 digits of a run.");
        }

        using var functions = cloud.OpenFunctions();

        // A call that is under way is not broken off: its answer says whether it was done.
        var result = await new RunActions(functions, cloud.Connection.ReconcileFunction).ActAsync(run, request.Action, request.Note, request.Force);
        await WriteAsync(http, result, ConsoleJson.Default.ActResult);
    }

    private async Task RulesAsync(HttpContext http) => await WriteAsync(http, ReadRules((await OpenLedgerAsync(http.RequestAborted)).Source.RulesFile), ConsoleJson.Default.RulesReport);

    private static RulesReport ReadRules(string? file)
    {
        if (file is null)
        {
            return new(null, null, null, ["There is no rules file at hand. Name one with --rules."]);
        }

        var content = InputFiles.Read(file);
        var problems = RuleFile.Validate(content);
        var rules = problems.Count == 0 ? RuleFile.Read(content) : null;
        return new(file, Encoding.UTF8.GetString(content), rules?.Hash, [.. problems.Concat(rules?.Warnings ?? []).Select(problem => problem.Sentence)]);
    }

    private async Task ExplainAsync(HttpContext http)
    {
        var request = await ReadAsync(http, ConsoleJson.Default.ExplainRequest);
        var file = (await OpenLedgerAsync(http.RequestAborted)).Source.RulesFile ?? throw new OperationException("RULES-NOT-FOUND", "there is no rules file at hand. Name one with --rules.");
        var (address, rules) = (ObjectAddress.Parse(request.Object), RuleFile.Read(InputFiles.Read(file)));
        var report = PlannedUpload.From(request.Size, request.ContentType, [.. (request.Meta ?? new Dictionary<string, string>()).Select(pair => $"{pair.Key}={pair.Value}")]) is { } planned
            ? planned.Explain(address, cloud.Region, file, rules, cloud.Clock.GetUtcNow())
            : await Explainer.ExplainAsync(cloud, file, rules, await UploadSource.FromObjectAsync(cloud, address, http.RequestAborted), http.RequestAborted);
        await WriteAsync(http, report, ConsoleJson.Default.ExplainReport);
    }

    private async Task HealthAsync(HttpContext http)
    {
        var ledgers = await OpenLedgerAsync(http.RequestAborted);
        var status = await new StatusReader(cloud, ledgers.View).ReadAsync(TryReadRules(ledgers.Source.RulesFile), http.RequestAborted);
        await WriteAsync(http, new(status, [.. status.DescribeNeeds()]), ConsoleJson.Default.HealthReport);
    }

    private async Task DoctorAsync(HttpContext http)
    {
        var request = await ReadAsync(http, ConsoleJson.Default.DoctorRequest);

        if (request.Probe && !options.CanAct)
        {
            await RefuseAsync(http, ActionsOff);
            return;
        }

        var diagnosis = new Diagnosis(options.Doctor with { Needs = request.Probe ? CheckNeeds.Probe : CheckNeeds.Cloud }, cloud, options.Variable);
        await WriteAsync(http, await Doctor.RunAsync(Doctor.Checks, diagnosis, http.RequestAborted).ToArrayAsync(http.RequestAborted), ConsoleJson.Default.CheckResultArray);
    }

    // Without rules the limits are not known; the use is shown all the same.
    private static RuleSet? TryReadRules(string? file)
    {
        try
        {
            return file is null ? null : RuleFile.Read(InputFiles.Read(file));
        }
        catch (Exception problem) when (problem is OperationException or RuleFileException)
        {
            return null;
        }
    }

    private async Task ChartsAsync(HttpContext http)
    {
        var (ledgers, now) = (await OpenLedgerAsync(http.RequestAborted), cloud.Clock.GetUtcNow());
        var entries = await ledgers.Table.ListAsync(now - DefaultSince, null, http.RequestAborted);
        var summaries = await ledgers.Table.ReadAsync([.. entries.Take(Charts.MostSampled)], http.RequestAborted);
        var undelivered = await ledgers.View.Bucket.ListAllAsync(cloud.Retry, $"{Marker.Undelivered}/", http.RequestAborted).CountAsync(http.RequestAborted);
        await WriteAsync(http, Charts.Create(entries, summaries, undelivered, now), ConsoleJson.Default.ChartsReport);
    }

    private async Task StreamAsync(HttpContext http)
    {
        await OpenLedgerAsync(http.RequestAborted);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, _stopping.Token);
        var last = http.Request.Headers["Last-Event-ID"].FirstOrDefault();
        await TypedResults.ServerSentEvents(feed.ReadAsync(last, either.Token)).ExecuteAsync(http);
    }

    // The ledger is opened by the first request: on the local cloud, its own ports listen by then.
    private async Task<Ledgers> OpenLedgerAsync(CancellationToken cancellationToken)
    {
        if (_ledgers is { } opened)
        {
            return opened;
        }

        await _opening.WaitAsync(cancellationToken);

        try
        {
            return _ledgers ??= Open(await LedgerView.OpenAsync(cloud, cancellationToken));
        }
        finally
        {
            _opening.Release();
        }
    }

    private Ledgers Open(LedgerView view)
    {
        var source = open(view, feed);
        var table = new RunTable(view, source, feed);
        _ = table.FollowAsync(clock, _stopping.Token);
        return new(view, source, table);
    }

    private static int ReadNumber(string? text, int least, int most, int otherwise) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Clamp(number, least, most) : otherwise;

    private static DateTimeOffset? ReadTime(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null;

    private static async Task<T> ReadAsync<T>(HttpContext http, JsonTypeInfo<T> type)
        where T : class => await JsonSerializer.DeserializeAsync(http.Request.Body, type, http.RequestAborted) ?? throw new JsonException("The body is null.");

    private static Task WriteAsync<T>(HttpContext http, T value, JsonTypeInfo<T> type) => http.Response.WriteAsJsonAsync(value, type, cancellationToken: http.RequestAborted);

    private static Task RefuseAsync(HttpContext http, Refusal refusal)
    {
        http.Response.StatusCode = refusal.Status;
        return WriteAsync(http, new(refusal.Code, refusal.Message), ConsoleJson.Default.ConsoleError);
    }

    private sealed record Ledgers(LedgerView View, IRunSource Source, RunTable Table);
}
