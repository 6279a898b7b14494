namespace FcWorkflowTrigger.Telemetry;

/// <summary>A list of the form <c>name=value,name=value</c>, with values percent-encoded: how OpenTelemetry's variables hold headers and attributes.</summary>
internal static class KeyValueList
{
    /// <returns>Null for a text of another form; the last of two entries of one name counts.</returns>
    public static IReadOnlyDictionary<string, string>? Parse(string? text)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);

        foreach (var entry in (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            // A value may hold further equals signs: base64 ends with them.
            if (entry.Split('=', 2, StringSplitOptions.TrimEntries) is not [{ Length: > 0 } name, var value])
            {
                return null;
            }

            pairs[name] = Uri.UnescapeDataString(value);
        }

        return pairs;
    }
}
