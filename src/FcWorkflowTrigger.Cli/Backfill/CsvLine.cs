using System.Text;

namespace FcWorkflowTrigger.Cli.Backfill;

/// <summary>One line of CSV (RFC 4180), without line ends inside of fields.</summary>
internal static class CsvLine
{
    public static IReadOnlyList<string> Split(string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var isQuoted = false;

        for (var at = 0; at < line.Length; at++)
        {
            switch (line[at])
            {
                case '"' when isQuoted && at + 1 < line.Length && line[at + 1] == '"':
                    field.Append(line[at++]);
                    break;
                case '"':
                    isQuoted = !isQuoted;
                    break;
                case ',' when !isQuoted:
                    fields.Add(field.ToString());
                    field.Clear();
                    break;
                default:
                    field.Append(line[at]);
                    break;
            }
        }

        fields.Add(field.ToString());
        return fields;
    }

    /// <param name="fields">Without control characters.</param>
    public static string Join(params IEnumerable<string?> fields) => string.Join(',', fields.Select(Quote));

    private static string Quote(string? field) =>
        field is null ? "" : field.AsSpan().ContainsAny(',', '"') ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
}
