using FcWorkflowTrigger.Runs.Start;

namespace FcWorkflowTrigger.Settings;

/// <summary>Reads where IMS sends callbacks, and the secrets that sign their URLs.</summary>
internal static class CallbackOptionsReader
{
    // IMS takes a NotifyAddress that begins like this for a queue (IMS documentation, StartWorkflow).
    private const string QueuePrefix = "ice-callback";

    private static readonly SecretFormat Secret = new("", MinBytes: 32, MaxBytes: null);

    public static Uri? ReadBaseUrl(SettingsReader reader, bool required)
    {
        const string Name = "CALLBACK_BASE_URL";

        if (required)
        {
            reader.ReadRequired(Name, "the public https URL of the callback function");
        }

        var url = reader.ReadUrl(Name);

        if (url is not null)
        {
            RequireRoom(reader, url, fields: 0);
        }

        return url;
    }

    /// <param name="fields">The bytes that rules may put into UserData beside the URL.</param>
    public static void RequireRoom(SettingsReader reader, Uri url, int fields)
    {
        if (UserData.LongestFor(url) + fields is > UserData.MaxBytes and var bytes)
        {
            reader.AddProblem("CALLBACK_BASE_URL", $"is too long: UserData would take {bytes} bytes{(fields > 0 ? " with the taskUserData of rules" : "")} and IMS takes {UserData.MaxBytes}. Use a shorter host or path.");
        }
    }

    /// <summary>Null when callbacks are not written to a queue.</summary>
    public static string? ReadQueue(SettingsReader reader)
    {
        const string Name = "CALLBACK_QUEUE";
        var queue = reader.ReadOptional(Name);

        if (queue is not null && !(queue.StartsWith(QueuePrefix, StringComparison.Ordinal) && queue.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')))
        {
            reader.AddProblem(Name, $"is '{queue}'; IMS takes only queues whose name begins with {QueuePrefix}.");
        }

        return queue;
    }

    /// <summary>Fails closed: without a secret a forged callback could not be detected, so the function does not start.</summary>
    public static IReadOnlyList<byte[]> ReadSecrets(SettingsReader reader)
    {
        const string Name = "CALLBACK_SECRETS";
        var text = reader.ReadRequired(Name, "one or more base64 secrets, comma separated (openssl rand -base64 32)");
        var secrets = reader.ReadSecrets(Name, Secret);

        if (text.Length > 0 && reader.ReadList(Name).Count == 0)
        {
            reader.AddProblem(Name, "holds no secret at all.");
        }

        return secrets;
    }
}
