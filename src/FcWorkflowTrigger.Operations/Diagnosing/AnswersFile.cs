using System.Text.Json;
using System.Text.Json.Serialization;

namespace FcWorkflowTrigger.Operations.Diagnosing;

/// <summary>What was found out about the assumptions of docs/unknowns.md: a file that the user keeps.</summary>
/// <param name="Answers">The newest answer of each check and cloud.</param>
internal sealed record AnswersFile(IReadOnlyList<Answer> Answers)
{
    /// <summary>Empty when there is no such file.</summary>
    /// <exception cref="OperationException">It is another file.</exception>
    public static AnswersFile Read(string path)
    {
        if (!File.Exists(path))
        {
            return new([]);
        }

        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), DiagnosingJson.Default.AnswersFile) ?? new([]);
        }
        catch (Exception problem) when (problem is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new OperationException("ANSWERS-UNREADABLE", $"'{path}' is no file of answers ({problem.GetType().Name}); name another with --answers.");
        }
    }

    /// <summary>With new answers in place of older ones about the same.</summary>
    public AnswersFile With(IEnumerable<Answer> newer) => new(
        [.. Answers.Concat(newer).GroupBy(answer => (answer.Code, answer.Cloud)).Select(same => same.Last()).OrderBy(answer => answer.Code, StringComparer.Ordinal).ThenBy(answer => answer.Cloud, StringComparer.Ordinal)]);

    /// <exception cref="OperationException">It cannot be written.</exception>
    public void Write(string path)
    {
        try
        {
            // A file that is cut short by a full disk would lose older answers.
            File.WriteAllText($"{path}.new", JsonSerializer.Serialize(this, DiagnosingJson.Default.AnswersFile) + "\n");
            File.Move($"{path}.new", path, overwrite: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new OperationException("ANSWERS-UNWRITABLE", $"the answers cannot be written to '{path}' ({problem.Message}); name another file with --answers.");
        }
    }
}

/// <summary>What one check has found out.</summary>
/// <param name="Code">The check's.</param>
/// <param name="Assumption">What it is about, as docs/unknowns.md names it.</param>
/// <param name="Value">The answer.</param>
/// <param name="Saw">What was seen.</param>
/// <param name="At">When, by the cloud's clock.</param>
/// <param name="Cloud">Where: the local cloud, or region and ledger. Another one may answer otherwise.</param>
internal sealed record Answer(string Code, string Assumption, string Value, string Saw, DateTimeOffset At, string Cloud);

/// <summary>The file of answers.</summary>
[JsonSerializable(typeof(AnswersFile))]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
internal sealed partial class DiagnosingJson : JsonSerializerContext;
