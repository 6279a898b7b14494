namespace FcWorkflowTrigger.Emulator.Shared;

/// <summary>The <c>Name=value,Name=value</c> part of an Authorization header, after the algorithm's name.</summary>
internal static class AuthorizationHeader
{
    /// <summary>Parts without <c>=</c> are ignored; of several of one name the last counts.</summary>
    public static IReadOnlyDictionary<string, string> Parts(string text)
    {
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);

        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries).Select(part => part.Split('=', 2)).Where(part => part.Length == 2))
        {
            parts[part[0]] = part[1];
        }

        return parts;
    }
}
