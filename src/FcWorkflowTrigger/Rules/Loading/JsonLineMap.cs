using System.Text.Json;

namespace FcWorkflowTrigger.Rules.Loading;

/// <summary>The line of every value in a JSON text, by its path: <c>rules[0].match.minBytes</c>.</summary>
internal sealed class JsonLineMap
{
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);

    public JsonLineMap(ReadOnlySpan<byte> content)
    {
        var reader = new Utf8JsonReader(content, new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        var lines = new LineCounter(content);
        reader.Read();
        Add(ref reader, ref lines, "");
    }

    /// <summary>The line of the field, or of the nearest parent that the file contains.</summary>
    public int FindLine(RuleProblem problem)
    {
        var path = problem.Index is { } index ? $"rules[{index}].{problem.Field}" : problem.Field;

        while (!_lines.ContainsKey(path) && path.LastIndexOfAny(['.', '[']) is >= 0 and var end)
        {
            path = path[..end];
        }

        return _lines.GetValueOrDefault(path, 1);
    }

    private void Add(ref Utf8JsonReader reader, ref LineCounter lines, string path)
    {
        _lines.TryAdd(path, lines.GetLine(reader.TokenStartIndex));

        if (reader.TokenType == JsonTokenType.StartArray)
        {
            for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
            {
                Add(ref reader, ref lines, $"{path}[{index}]");
            }
        }

        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var name = path.Length == 0 ? reader.GetString()! : $"{path}.{reader.GetString()}";
                _lines[name] = lines.GetLine(reader.TokenStartIndex);
                reader.Read();
                Add(ref reader, ref lines, name);
            }
        }
    }

    /// <summary>Continues to count from the last index.</summary>
    private ref struct LineCounter(ReadOnlySpan<byte> content)
    {
        private readonly ReadOnlySpan<byte> _content = content;
        private int _from;
        private int _line = 1;

        public int GetLine(long index)
        {
            _line += _content[_from..(int)index].Count((byte)'\n');
            _from = (int)index;
            return _line;
        }
    }
}
