using FcWorkflowTrigger.Runs.Start;

namespace FcWorkflowTrigger.Settings;

/// <summary>Reads where callbacks go and what makes their URLs ours.</summary>
internal static class CallbackOptionsReader
{
    // IMS takes a NotifyAddress that begins like this for a queue (IMS documentation, StartWorkflow).
    private const string QueuePrefix = "ice-callback";

    private static readonly SecretFormat Secret = new("", MinBytes: 32, MaxBytes: null);

    public static Uri? BaseUrl(SettingsReader reader, bool required)
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
        var secrets = reader.Secrets(Name, Secret);

        if (text.Length > 0 && reader.List(Name).Count == 0)
        {
            reader.Complain(Name, "holds no secret at all.");
        }

        return secrets;
    }
}
