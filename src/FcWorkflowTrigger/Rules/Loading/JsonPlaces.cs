using System.Text.Json;

namespace FcWorkflowTrigger.Rules.Loading;

/// <summary>The line of every value in a JSON text, by its path: <c>rules[0].match.minBytes</c>.</summary>
internal sealed class JsonPlaces
{
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);

    public JsonPlaces(ReadOnlySpan<byte> content)
    {
        var reader = new Utf8JsonReader(content, new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        var lines = new LineCounter(content);
        reader.Read();
        Value(ref reader, ref lines, "");
    }

    /// <summary>The line of the field, or of the nearest thing around it that the file has.</summary>
    public int LineOf(RuleProblem problem)
    {
        var path = problem.Index is { } index ? $"rules[{index}].{problem.Field}" : problem.Field;

        while (!_lines.ContainsKey(path) && path.LastIndexOfAny(['.', '[']) is >= 0 and var end)
        {
            path = path[..end];
        }

        return _lines.GetValueOrDefault(path, 1);
    }

    private void Value(ref Utf8JsonReader reader, ref LineCounter lines, string path)
    {
        _lines.TryAdd(path, lines.At(reader.TokenStartIndex));

        if (reader.TokenType == JsonTokenType.StartArray)
        {
            for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
            {
                Value(ref reader, ref lines, $"{path}[{index}]");
            }
        }

        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var name = path.Length == 0 ? reader.GetString()! : $"{path}.{reader.GetString()}";
                _lines[name] = lines.At(reader.TokenStartIndex);
                reader.Read();
                Value(ref reader, ref lines, name);
            }
        }
    }

    /// <summary>Counts on from where it was last asked.</summary>
    private ref struct LineCounter(ReadOnlySpan<byte> content)
    {
        private readonly ReadOnlySpan<byte> _content = content;
        private int _from;
        private int _line = 1;

        public int At(long index)
        {
            _line += _content[_from..(int)index].Count((byte)'\n');
            _from = (int)index;
            return _line;
        }
    }
}
