using System.Text.RegularExpressions;
using FcWorkflowTrigger.Callback;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Logging;
using FcWorkflowTrigger.Rules;

namespace FcWorkflowTrigger.Cli.Monitoring;

/// <summary>Finds what a query of Simple Log Service asks for and the log never holds.</summary>
internal static partial class LogQueryCheck
{
    private static readonly HashSet<string> Facts = ConstantsOf(typeof(LogFactNames));

    // Facts whose values are known: a word that never comes would silence an alarm.
    private static readonly Dictionary<string, IReadOnlySet<string>> Words = new()
    {
        [LogFactNames.Event] = ConstantsOf(typeof(LogEvents)),
        [LogFactNames.Level] = new HashSet<string> { "INFO", "WARNING", "ERROR" },
        [LogFactNames.Role] = new HashSet<string> { "ingest", "callback", "reconcile" },
        [LogFactNames.State] = EndEntry.States.Append("parked").ToHashSet(),
        [LogFactNames.Result] = Enum.GetNames<CallbackOutcome>().ToHashSet(),
        [LogFactNames.Reason] = Enum.GetNames<RefusalReason>().ToHashSet(),
        [LogFactNames.ColdStart] = new HashSet<string> { "true", "false" },
    };

    public static IEnumerable<string> Check(string query)
    {
        if (query.Split(" | ", 2) is not [var search, var statement])
        {
            yield return "OPS-QUERY: the query has no search and no statement with ` | ` between them.";
            yield break;
        }

        foreach (var term in SearchTerm().Matches(search).Select(match => match.Groups[1].Value).Where(term => !Words[LogFactNames.Event].Contains(term)))
        {
            yield return $"OPS-EVENT: no log line has the event {term}.";
        }

        foreach (var fact in FactPath().Matches(statement).Select(match => match.Groups[1].Value).Distinct().Where(fact => !Facts.Contains(fact)))
        {
            yield return $"OPS-FACT: no log line has the fact {fact}.";
        }

        foreach (Match compared in Comparison().Matches(statement))
        {
            if (Words.TryGetValue(compared.Groups["fact"].Value, out var words))
            {
                foreach (var word in Word().Matches(compared.Groups["words"].Value).Select(match => match.Groups[1].Value).Where(word => !words.Contains(word)))
                {
                    yield return compared.Groups["fact"].Value == LogFactNames.Event
                        ? $"OPS-EVENT: no log line has the event {word}."
                        : $"OPS-FACT: the fact {compared.Groups["fact"].Value} is never {word}.";
                }
            }
        }
    }

    /// <summary>The columns of the result.</summary>
    public static IReadOnlySet<string> ColumnsOf(string query) => Alias().Matches(query).Select(match => match.Groups[1].Value).ToHashSet();

    private static HashSet<string> ConstantsOf(Type type) => [.. type.GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!)];

    [GeneratedRegex("\"([^\"]+)\"")]
    private static partial Regex SearchTerm();

    [GeneratedRegex(@"'\$\.([\w.]+)'")]
    private static partial Regex FactPath();

    [GeneratedRegex(@"'\$\.(?<fact>[\w.]+)'\) (?:=|<>|IN) ?(?<words>'[^']*'|\([^)]*\))")]
    private static partial Regex Comparison();

    [GeneratedRegex("'([^']*)'")]
    private static partial Regex Word();

    [GeneratedRegex(@"\bAS (\w+)")]
    private static partial Regex Alias();
}
