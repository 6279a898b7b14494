using System.Globalization;

namespace FcWorkflowTrigger.Settings;

/// <summary>Reads single settings and collects the problems. The caller continues, so that all problems are reported at once.</summary>
internal sealed class SettingsReader(Func<string, string?> variable)
{
    private readonly List<string> _problems = [];

    public IReadOnlyList<string> Problems => _problems;

    /// <summary>An empty variable counts as absent, because <c>s.yaml</c> cannot omit a variable.</summary>
    public string? ReadOptional(string name) => variable(name) is { Length: > 0 } value ? value : null;

    /// <summary>Reads the entries of a comma separated variable; none when it is absent.</summary>
    public IReadOnlyList<string> ReadList(string name) =>
        (ReadOptional(name) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Reads the secrets of a comma separated variable. A problem names a wrong secret by its number, never by its text.</summary>
    public IReadOnlyList<byte[]> ReadSecrets(string name, SecretFormat format)
    {
        var secrets = new List<byte[]>();

        foreach (var (number, text) in ReadList(name).Index())
        {
            if (format.TryParse(text, out var secret))
            {
                secrets.Add(secret);
            }
            else
            {
                AddProblem(name, $"holds an entry that is not {format} (entry {number + 1}).");
            }
        }

        return secrets;
    }

    public string ReadRequired(string name, string meaning)
    {
        if (ReadOptional(name) is { } value)
        {
            return value;
        }

        AddProblem(name, $"is not set; it is {meaning}.");
        return "";
    }

    public T ReadChoice<T>(string name, T? fallback)
        where T : struct, Enum
    {
        var text = ReadOptional(name);

        if (text is null && fallback is { } chosen)
        {
            return chosen;
        }

        foreach (var value in Enum.GetValues<T>())
        {
            if (string.Equals(text, value.ToString().ToLowerInvariant(), StringComparison.Ordinal))
            {
                return value;
            }
        }

        AddProblem(name, $"is {(text is null ? "not set" : $"'{text}'")}; use one of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}.");
        return default;
    }

    /// <summary>Reads <c>on</c> or <c>off</c>.</summary>
    public bool ReadSwitch(string name, bool fallback) => ReadChoice<OnOff>(name, fallback ? OnOff.On : OnOff.Off) == OnOff.On;

    public int ReadNumber(string name, int fallback, int min, int max)
    {
        if (ReadOptional(name) is not { } text)
        {
            return fallback;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
        {
            return number;
        }

        AddProblem(name, $"is '{text}'; use a whole number from {min} to {max}.");
        return fallback;
    }

    /// <summary>Reads an absolute https URL without query and fragment; http only for this machine.</summary>
    public Uri? ReadUrl(string name)
    {
        if (ReadOptional(name) is not { } text)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
            && url is { Query: "", Fragment: "", UserInfo: "" })
        {
            return url;
        }

        AddProblem(name, "is not an https URL without user, query and fragment (http is for loopback addresses only).");
        return null;
    }

    private enum OnOff
    {
        Off,
        On,
    }

    public void AddProblem(string name, string problem) => _problems.Add($"SETTING-{name}: {name} {problem}");
}
