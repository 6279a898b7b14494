namespace FcWorkflowTrigger.Rules.Globs;

/// <summary>A pattern in which each <c>*</c> stands for any text, also for none. Used for metadata, tags and content types.</summary>
internal sealed class Wildcard(string pattern, StringComparison comparison)
{
    private readonly string[] _parts = pattern.Split('*');

    public bool IsMatch(string text)
    {
        if (_parts.Length == 1)
        {
            return text.Equals(pattern, comparison);
        }

        var (first, last) = (_parts[0], _parts[^1]);

        if (text.Length < first.Length + last.Length || !text.StartsWith(first, comparison) || !text.EndsWith(last, comparison))
        {
            return false;
        }

        var rest = text.AsSpan(first.Length, text.Length - first.Length - last.Length);

        // The earliest place of each part leaves the most text for the parts after it.
        foreach (var part in _parts.AsSpan(1, _parts.Length - 2))
        {
            var at = rest.IndexOf(part, comparison);

            if (at < 0)
            {
                return false;
            }

            rest = rest[(at + part.Length)..];
        }

        return true;
    }
}
