using FcWorkflowTrigger.Outcomes;

namespace FcWorkflowTrigger.Settings;

/// <summary>Reads which systems are sent the ends of runs.</summary>
internal static class OutcomeOptionsReader
{
    // Standard Webhooks 1.0, "Signature scheme".
    private static readonly SecretFormat Secret = new("whsec_", MinBytes: 24, MaxBytes: 64);

    public static OutcomeOptions Read(SettingsReader reader)
    {
        var allowPrivate = reader.Choice<OutcomeNetwork>("OUTCOME_NETWORK", OutcomeNetwork.Public) == OutcomeNetwork.Private;
        var options = new OutcomeOptions(Endpoints(reader, allowPrivate), reader.Secrets("OUTCOME_WEBHOOK_SECRETS", Secret), allowPrivate);

        if (options is { Webhooks.Count: > 0, Secrets.Count: 0 })
        {
            reader.Complain("OUTCOME_WEBHOOK_SECRETS", "is not set; without a secret no receiver could tell an outcome from a forged one.");
        }

        return options;
    }

    private static List<Uri> Endpoints(SettingsReader reader, bool allowPrivate)
    {
        const string Name = "OUTCOME_WEBHOOKS";
        var endpoints = new List<Uri>();

        foreach (var (number, text) in reader.List(Name).Index())
        {
            if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Fragment: "", UserInfo: "" }
                && (url.Scheme == Uri.UriSchemeHttps || (allowPrivate && url.Scheme == Uri.UriSchemeHttp)))
            {
                endpoints.Add(url);
            }
            else
            {
                reader.Complain(Name, $"holds an entry that is no https URL without user and fragment (entry {number + 1}).");
            }
        }

        return endpoints;
    }

    /// <summary>Where endpoints for outcomes may lie; <c>OUTCOME_NETWORK</c> in lower case.</summary>
    private enum OutcomeNetwork
    {
        /// <summary>On the open internet only, over https.</summary>
        Public,

        /// <summary>Anywhere, also over http: for receivers inside one's own network.</summary>
        Private,
    }
}
