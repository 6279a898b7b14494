using System.Globalization;

namespace FcWorkflowTrigger.Settings;

/// <summary>Reads single values, remembers every complaint, and lets the caller go on so that all are heard at once.</summary>
internal sealed class SettingsReader(Func<string, string?> variable)
{
    private readonly List<string> _problems = [];

    public IReadOnlyList<string> Problems => _problems;

    /// <summary>An empty variable is an absent one: <c>s.yaml</c> cannot leave a variable out.</summary>
    public string? Optional(string name) => variable(name) is { Length: > 0 } value ? value : null;

    /// <summary>The entries of a comma separated variable; none when it is absent.</summary>
    public IReadOnlyList<string> List(string name) =>
        (Optional(name) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The secrets of a comma separated variable; a complaint names a wrong one by its number, never by its text.</summary>
    public IReadOnlyList<byte[]> Secrets(string name, SecretFormat format)
    {
        var secrets = new List<byte[]>();

        foreach (var (number, text) in List(name).Index())
        {
            if (format.TryParse(text, out var secret))
            {
                secrets.Add(secret);
            }
            else
            {
                Complain(name, $"holds an entry that is not {format} (entry {number + 1}).");
            }
        }

        return secrets;
    }

    public string Required(string name, string meaning)
    {
        if (Optional(name) is { } value)
        {
            return value;
        }

        Complain(name, $"is not set; it is {meaning}.");
        return "";
    }

    public T Choice<T>(string name, T? fallback)
        where T : struct, Enum
    {
        var text = Optional(name);

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

        Complain(name, $"is {(text is null ? "not set" : $"'{text}'")}; use one of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}.");
        return default;
    }

    public int Number(string name, int fallback, int min, int max)
    {
        if (Optional(name) is not { } text)
        {
            return fallback;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
        {
            return number;
        }

        Complain(name, $"is '{text}'; use a whole number from {min} to {max}.");
        return fallback;
    }

    /// <summary>An absolute https URL without query or fragment; plain http only to this machine.</summary>
    public Uri? Url(string name)
    {
        if (Optional(name) is not { } text)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
            && url is { Query: "", Fragment: "", UserInfo: "" })
        {
            return url;
        }

        Complain(name, "is not an https URL without user, query and fragment (http is for loopback addresses only).");
        return null;
    }

    public void Complain(string name, string problem) => _problems.Add($"SETTING-{name}: {name} {problem}");
}
