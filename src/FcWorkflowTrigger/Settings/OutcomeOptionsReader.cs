using FcWorkflowTrigger.Outcomes;

namespace FcWorkflowTrigger.Settings;

/// <summary>Reads which systems receive the outcomes of runs.</summary>
internal static class OutcomeOptionsReader
{
    // Standard Webhooks 1.0, "Signature scheme".
    private static readonly SecretFormat Secret = new("whsec_", MinBytes: 24, MaxBytes: 64);

    /// <param name="delivers">True for reconcile. The other functions record that an end has to be delivered, and get no secret.</param>
    public static OutcomeOptions Read(SettingsReader reader, bool delivers) =>
        delivers ? ReadDeliveries(reader) : OutcomeOptions.None with { IsAnnounced = reader.ReadList("OUTCOME_WEBHOOKS").Count > 0 };

    private static OutcomeOptions ReadDeliveries(SettingsReader reader)
    {
        var allowPrivate = reader.ReadChoice<OutcomeNetwork>("OUTCOME_NETWORK", OutcomeNetwork.Public) == OutcomeNetwork.Private;
        var options = new OutcomeOptions(ReadEndpoints(reader, allowPrivate), reader.ReadSecrets("OUTCOME_WEBHOOK_SECRETS", Secret), allowPrivate);

        if (options is { Webhooks.Count: > 0, Secrets.Count: 0 })
        {
            reader.AddProblem("OUTCOME_WEBHOOK_SECRETS", "is not set; without a secret a receiver could not detect a forged outcome.");
        }

        return options;
    }

    private static List<Uri> ReadEndpoints(SettingsReader reader, bool allowPrivate)
    {
        const string Name = "OUTCOME_WEBHOOKS";
        var endpoints = new List<Uri>();

        foreach (var (number, text) in reader.ReadList(Name).Index())
        {
            if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Fragment: "", UserInfo: "" }
                && (url.Scheme == Uri.UriSchemeHttps || (allowPrivate && url.Scheme == Uri.UriSchemeHttp)))
            {
                endpoints.Add(url);
            }
            else
            {
                reader.AddProblem(Name, $"holds an entry that is not an https URL without user and fragment (entry {number + 1}).");
            }
        }

        return endpoints;
    }

    /// <summary>Where endpoints for outcomes may be; <c>OUTCOME_NETWORK</c> in lower case.</summary>
    private enum OutcomeNetwork
    {
        /// <summary>On the open internet only, over https.</summary>
        Public,

        /// <summary>Anywhere, also over http: for receivers inside a private network.</summary>
        Private,
    }
}
