using System.Security.Cryptography;

namespace FcWorkflowTrigger.Cli.Initializing;

/// <summary><c>.env</c>: one <c>NAME=value</c> a line. Serverless Devs reads the one beside <c>s.yaml</c> and the one in the folder where <c>s</c> is typed.</summary>
internal static class EnvironmentFile
{
    public const string Name = ".env";

    private const string Secret = "CALLBACK_SECRETS";
    private const int SecretBytes = 32;

    // What init sets, and fcwt needs too.
    private static readonly string[] ReadByFcwt = ["REGION", "APP_PREFIX", "LEDGER_BUCKET"];

    private static readonly string[] ForOneTrigger = ["MEDIA_BUCKET", "MEDIA_PREFIX"];

    /// <param name="there">The file as it is; null where there is none. Its secret and every line that <c>init</c> does not set are kept.</param>
    public static string Create(InitAnswers answers, string? there)
    {
        var values = Values(answers);
        var kept = Lines(there ?? "").Where(line => !values.ContainsKey(NameIn(line)) && !ForOneTrigger.Contains(NameIn(line))).ToList();

        if (!kept.Any(line => line.StartsWith($"{Secret}=", StringComparison.Ordinal) && line.Length > Secret.Length + 1))
        {
            kept.RemoveAll(line => NameIn(line) == Secret);
            values[Secret] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes));
        }

        return string.Join('\n', [.. values.Select(value => $"{value.Key}={value.Value}"), .. kept, ""]);
    }

    /// <summary>The variables of a <c>.env</c> that <c>fcwt</c> needs too, so that a person sets none of them by hand. No others: the file may be another program's.</summary>
    public static IReadOnlyDictionary<string, string> Read(string path) => Lines(InitFile.Read(path) ?? "")
        .Where(line => ReadByFcwt.Contains(NameIn(line)))
        .ToLookup(NameIn, line => line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..])
        .ToDictionary(values => values.Key, values => values.Last());

    /// <summary>The file as it may be shown.</summary>
    public static string Mask(string text) =>
        string.Join('\n', text.Split('\n').Select(line => NameIn(line).Contains("SECRET", StringComparison.Ordinal) || NameIn(line).Contains("KEY", StringComparison.Ordinal) ? $"{NameIn(line)}=(not shown)" : line));

    private static Dictionary<string, string> Values(InitAnswers answers)
    {
        var values = new Dictionary<string, string> { ["REGION"] = answers.Region, ["APP_PREFIX"] = answers.AppPrefix, ["LEDGER_BUCKET"] = answers.LedgerBucket };

        if (answers.NamedTrigger is { } named)
        {
            values["MEDIA_BUCKET"] = named.Bucket;
            values["MEDIA_PREFIX"] = named.Prefix;
        }

        // Quoted, so that a shell can read the file too.
        if (answers.CatchUp is { } since)
        {
            values["CATCH_UP"] = $"\"{string.Join(", ", answers.Triggers.Select(trigger => $"oss://{trigger.Bucket}/{trigger.Prefix} since {since}"))}\"";
        }

        foreach (var function in InitAnswers.Functions)
        {
            values[$"{function.ToUpperInvariant()}_ROLE"] = answers.NameOf(function);
        }

        return values;
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string NameIn(string line) => line.Split('=', 2)[0].Trim();
}
