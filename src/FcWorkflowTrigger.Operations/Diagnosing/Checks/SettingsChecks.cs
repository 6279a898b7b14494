using FcWorkflowTrigger.Formats;
using FcWorkflowTrigger.Settings;

namespace FcWorkflowTrigger.Operations.Diagnosing.Checks;

/// <summary>The variables that the functions get.</summary>
internal static class SettingsChecks
{
    private const string Callbacks = "CALLBACK_SECRETS";
    private const string Webhooks = "OUTCOME_WEBHOOK_SECRETS";
    private const string ImsKeys = "IMS_CALLBACK_KEYS";

    // 32 random bytes have about 30 different ones; fewer than half of that is a text or a pattern.
    private const int FewestDifferentBytes = 12;

    private static readonly SecretFormat CallbackFormat = new("", MinBytes: 32, MaxBytes: null);
    private static readonly SecretFormat WebhookFormat = new("whsec_", MinBytes: 24, MaxBytes: 64);

    // What one function writes and another reads.
    private static readonly string[] SameInAll = ["LEDGER_BUCKET", "LEDGER_MODE", Callbacks, "CALLBACK_QUEUE", "OUTCOMES"];
    private static readonly string[] SameInStarters =
        ["CALLBACK_BASE_URL", "IMS_ENDPOINT", "IMS_INPUT", "IMS_INPUT_URL", "RULES_FILE", "START_POLICY", "START_WINDOW_MINUTES", "START_SKEW_SECONDS", "START_LIST_LAG_SECONDS", "START_GIVE_UP_HOURS"];

    public static IEnumerable<Check> All { get; } =
    [
        .. Diagnosis.Roles.Select(role => Check.OfFiles(
            $"SETTINGS-{role.ToUpperInvariant()}",
            $"the settings of {role} are valid",
            "a function with a wrong setting ends at once with code 78",
            "set the variable as docs/settings.md says",
            diagnosis => CheckRole(diagnosis, role))),
        Check.OfFiles(
            "SETTINGS-SAME",
            "the three functions agree",
            "a run that one function writes is not found by another with another ledger, and a callback that one signs is forged to another",
            "take the values in s.yaml from one variable",
            CheckSame),
        Check.OfFiles(
            "SECRETS-SHORT",
            "every secret is long and random",
            "with a secret that can be guessed a stranger ends your runs, or sends outcomes in your name",
            "CALLBACK_SECRETS=$(openssl rand -base64 32), OUTCOME_WEBHOOK_SECRETS=whsec_$(openssl rand -base64 32)",
            CheckLengths),
        Check.OfFiles(
            "SECRETS-EQUAL",
            "no secret is used twice",
            "whoever receives outcomes knows the secret that signs them; it must not sign callback URLs too, and a key roll to the same key is none",
            "make each with openssl rand -base64 32",
            CheckEqual),
    ];

    private static Finding CheckRole(Diagnosis diagnosis, string role)
    {
        try
        {
            diagnosis.LoadSettings(role);
            return Finding.Pass("as the function reads them");
        }
        catch (SettingsException wrong)
        {
            return Finding.From(wrong.Problems, "");
        }
    }

    private static Finding CheckSame(Diagnosis diagnosis)
    {
        string[] starters = [Diagnosis.Ingest, Diagnosis.Reconcile];
        var different = SameInAll.Where(name => Differs(name, Diagnosis.Roles)).Concat(SameInStarters.Where(name => Differs(name, starters)));
        return Finding.From([.. different.Select(name => $"{name} differs.")], "they do");

        bool Differs(string name, IEnumerable<string> roles) => roles.Select(role => diagnosis.Function(role).Environment.GetValueOrDefault(name) ?? "").Distinct(StringComparer.Ordinal).Count() > 1;
    }

    // By number, never by text.
    private static Finding CheckLengths(Diagnosis diagnosis)
    {
        var reconcile = diagnosis.Function(Diagnosis.Reconcile).Environment;
        return Finding.From(
            [.. FindWeak(Callbacks, reconcile, CallbackFormat), .. FindWeak(Webhooks, reconcile, WebhookFormat)],
            diagnosis.IsLocal ? "the local cloud makes its own" : "they are");
    }

    private static IEnumerable<string> FindWeak(string name, IReadOnlyDictionary<string, string> environment, SecretFormat format) => Read(name, environment)
        .Select((text, index) => !format.TryParse(text, out var secret) ? $"entry {index + 1} of {name} is not {format}."
            : secret.Distinct().Count() < FewestDifferentBytes ? $"entry {index + 1} of {name} is not random."
            : null)
        .OfType<string>();

    private static Finding CheckEqual(Diagnosis diagnosis)
    {
        var reconcile = diagnosis.Function(Diagnosis.Reconcile).Environment;
        (string Name, string Secret)[] all =
        [
            .. Number(Callbacks, reconcile),
            .. Number(Webhooks, reconcile).Select(secret => secret with { Secret = secret.Secret.StartsWith(WebhookFormat.Prefix, StringComparison.Ordinal) ? secret.Secret[WebhookFormat.Prefix.Length..] : secret.Secret }),
            .. Number(ImsKeys, diagnosis.Function(Diagnosis.Callback).Environment),
        ];
        return Finding.From(
            [.. all.GroupBy(secret => Sha256Hex.Compute(secret.Secret)).Where(same => same.Count() > 1).Select(same => $"{string.Join(" and ", same.Select(entry => entry.Name))} are the same.")],
            "all differ");
    }

    private static IEnumerable<(string Name, string Secret)> Number(string name, IReadOnlyDictionary<string, string> environment) =>
        Read(name, environment).Select((text, index) => ($"{name} {index + 1}", text));

    private static string[] Read(string name, IReadOnlyDictionary<string, string> environment) =>
        (environment.GetValueOrDefault(name) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
