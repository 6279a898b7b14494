namespace FcWorkflowTrigger.Settings;

/// <summary>Who is told how runs end.</summary>
/// <param name="Webhooks">Endpoints; empty when nobody is told.</param>
/// <param name="Secrets">Every one signs; at least one where there is an endpoint.</param>
/// <param name="AllowPrivate">Whether an endpoint may lie in a private network, or on this machine.</param>
internal sealed record OutcomeSettings(IReadOnlyList<Uri> Webhooks, IReadOnlyList<byte[]> Secrets, bool AllowPrivate)
{
    private const string SecretPrefix = "whsec_";

    // Standard Webhooks 1.0, "Signature scheme".
    private const int MinSecretBytes = 24;
    private const int MaxSecretBytes = 64;

    public static OutcomeSettings None { get; } = new([], [], false);

    public static OutcomeSettings Read(SettingsReader reader)
    {
        var allowPrivate = reader.Choice<OutcomeNetwork>("OUTCOME_NETWORK", OutcomeNetwork.Public) == OutcomeNetwork.Private;
        var settings = new OutcomeSettings(Endpoints(reader, allowPrivate), SecretsOf(reader), allowPrivate);

        if (settings is { Webhooks.Count: > 0, Secrets.Count: 0 })
        {
            reader.Complain("OUTCOME_WEBHOOK_SECRETS", "is not set; without a secret no receiver could tell an outcome from a forged one.");
        }

        return settings;
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

    private static List<byte[]> SecretsOf(SettingsReader reader)
    {
        const string Name = "OUTCOME_WEBHOOK_SECRETS";
        var secrets = new List<byte[]>();

        foreach (var (number, text) in reader.List(Name).Index())
        {
            var bytes = new byte[text.Length];

            if (text.StartsWith(SecretPrefix, StringComparison.Ordinal)
                && Convert.TryFromBase64String(text[SecretPrefix.Length..], bytes, out var length)
                && length is >= MinSecretBytes and <= MaxSecretBytes)
            {
                secrets.Add(bytes[..length]);
            }
            else
            {
                reader.Complain(Name, $"holds an entry that is not {SecretPrefix} and base64 of {MinSecretBytes} to {MaxSecretBytes} bytes (entry {number + 1}).");
            }
        }

        return secrets;
    }

    // The secrets, and addresses that may be ones, stay out of the record's own text.
    public override string ToString() => $"OutcomeSettings {{ Webhooks = {Webhooks.Count}, Secrets = {Secrets.Count} }}";
}
