using FcWorkflowTrigger.Runs.Start;

namespace FcWorkflowTrigger.Settings;

/// <summary>Reads where callbacks go and what makes them ours.</summary>
internal static class CallbackAddress
{
    private const int MinSecretBytes = 32;

    // IMS takes a NotifyAddress that begins like this for a queue (IMS documentation, StartWorkflow).
    private const string QueuePrefix = "ice-callback";

    public static Uri? Base(SettingsReader reader, bool required)
    {
        const string Name = "CALLBACK_BASE_URL";

        if (required)
        {
            reader.Required(Name, "the public https URL of the callback function");
        }

        var url = reader.Url(Name);

        if (url is not null && UserData.LongestFor(url) is > UserData.MaxBytes and var bytes)
        {
            reader.Complain(Name, $"is too long: UserData would take {bytes} bytes and IMS takes {UserData.MaxBytes}. Use a shorter host or path.");
        }

        return url;
    }

    /// <summary>Null unless callbacks are to be written to a queue.</summary>
    public static string? Queue(SettingsReader reader)
    {
        const string Name = "CALLBACK_QUEUE";
        var queue = reader.Optional(Name);

        if (queue is not null && !(queue.StartsWith(QueuePrefix, StringComparison.Ordinal) && queue.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')))
        {
            reader.Complain(Name, $"is '{queue}'; IMS takes only queues whose name begins with {QueuePrefix}.");
        }

        return queue;
    }

    /// <summary>Fails closed: without a secret no callback could be told from a forged one, so the start stops.</summary>
    public static IReadOnlyList<byte[]> Secrets(SettingsReader reader)
    {
        const string Name = "CALLBACK_SECRETS";
        var text = reader.Required(Name, "one or more base64 secrets, comma separated (openssl rand -base64 32)");
        var secrets = new List<byte[]>();

        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var bytes = new byte[part.Length];

            if (!Convert.TryFromBase64String(part, bytes, out var length) || length < MinSecretBytes)
            {
                reader.Complain(Name, $"holds an entry that is not base64 of at least {MinSecretBytes} bytes (entry {secrets.Count + 1}).");
            }

            secrets.Add(bytes[..length]);
        }

        if (text.Length > 0 && secrets.Count == 0)
        {
            reader.Complain(Name, "holds no secret at all.");
        }

        return secrets;
    }
}
