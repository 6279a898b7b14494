using FcWorkflowTrigger.Outcomes;

namespace FcWorkflowTrigger.Settings;

/// <summary>Reads which systems receive the outcomes of runs.</summary>
internal static class OutcomeOptionsReader
{
    private const string Switch = "OUTCOMES";
    private const string Webhooks = "OUTCOME_WEBHOOKS";

    // Standard Webhooks 1.0, "Signature scheme".
    private static readonly SecretFormat Secret = new("whsec_", MinBytes: 24, MaxBytes: 64);

    /// <param name="delivers">True for reconcile. The other functions record that an end has to be delivered, and get no address and no secret.</param>
    public static OutcomeOptions Read(SettingsReader reader, bool delivers)
    {
        // A deployment of before OUTCOMES has the addresses in all three functions, as the switch.
        var isOn = reader.ReadOptional(Switch) is null
            ? reader.ReadList(Webhooks).Count > 0
            : reader.ReadSwitch(Switch, fallback: false);

        return delivers ? ReadDeliveries(reader, isOn) : OutcomeOptions.None with { IsAnnounced = isOn };
    }

    private static OutcomeOptions ReadDeliveries(SettingsReader reader, bool isOn)
    {
        var allowPrivate = reader.ReadChoice<OutcomeNetwork>("OUTCOME_NETWORK", OutcomeNetwork.Public) == OutcomeNetwork.Private;
        var options = new OutcomeOptions(ReadEndpoints(reader, allowPrivate), reader.ReadSecrets("OUTCOME_WEBHOOK_SECRETS", Secret), allowPrivate);

        if (options is { Webhooks.Count: > 0, Secrets.Count: 0 })
        {
            reader.AddProblem("OUTCOME_WEBHOOK_SECRETS", "is not set; without a secret a receiver could not detect a forged outcome.");
        }

        // Not guessed: reconcile cannot see what the other functions have, and an end that they did not record is never delivered.
        if (isOn != reader.ReadList(Webhooks).Count > 0)
        {
            reader.AddProblem(Switch, isOn
                ? $"is 'on', and {Webhooks} is not set: ends would be recorded and never delivered. Set {Webhooks}, or {Switch}=off."
                : $"is 'off', and {Webhooks} is set: ends would not be recorded, and so not delivered. Set {Switch}=on and deploy all three functions.");
        }

        return options;
    }

    private static List<Uri> ReadEndpoints(SettingsReader reader, bool allowPrivate)
    {
        var endpoints = new List<Uri>();

        foreach (var (number, text) in reader.ReadList(Webhooks).Index())
        {
            if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Fragment: "", UserInfo: "" }
                && (url.Scheme == Uri.UriSchemeHttps || (allowPrivate && url.Scheme == Uri.UriSchemeHttp)))
            {
                endpoints.Add(url);
            }
            else
            {
                reader.AddProblem(Webhooks, $"holds an entry that is not an https URL without user and fragment (entry {number + 1}).");
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
