using System.Text.Json;
using System.Text.Json.Serialization;
using FcWorkflowTrigger.Formats;
using FcWorkflowTrigger.Logging;
using FcWorkflowTrigger.Operations;
using FcWorkflowTrigger.Operations.Reading;

namespace FcWorkflowTrigger.Cli.Backfill;

/// <summary>Where a backfill has stopped, in a file. It only saves work: what was done is in the ledger.</summary>
internal sealed class BackfillCheckpoint
{
    private static readonly TimeSpan WritesApart = TimeSpan.FromSeconds(1);

    private readonly string _source;
    private long _written = TimeProvider.System.GetTimestamp();

    private BackfillCheckpoint(string path, string source, Position position) => (Path, _source, Position) = (path, source, position);

    public string Path { get; }

    public Position Position { get; private set; }

    /// <param name="path">Null for a file in this folder, named by the source.</param>
    /// <exception cref="OperationException">The file is not of this command, or cannot be read.</exception>
    public static BackfillCheckpoint Open(string? path, string source)
    {
        path ??= $"fcwt-backfill-{Sha256Hex.Compute(source)[..8]}.json";

        if (!File.Exists(path))
        {
            return new(path, source, new());
        }

        try
        {
            var state = JsonSerializer.Deserialize(InputFiles.Read(path), CheckpointJson.Default.CheckpointState);
            return state?.Source == source
                ? new(path, source, new(state.Count, state.Key))
                : throw new OperationException("CHECKPOINT-OTHER", $"{LogText.Escape(path)} is of another backfill ({LogText.ToLine(state?.Source ?? "")}). Name another file with --checkpoint, or delete this one.");
        }
        catch (JsonException)
        {
            throw new OperationException("CHECKPOINT-OTHER", $"{LogText.Escape(path)} is no checkpoint of a backfill. Name another file with --checkpoint, or delete this one to begin anew; nothing is started twice.");
        }
    }

    /// <summary>Writes the position now and then.</summary>
    public void Advance(Position position)
    {
        Position = position;

        if (TimeProvider.System.GetElapsedTime(_written) >= WritesApart)
        {
            Write();
        }
    }

    /// <exception cref="OperationException">The file cannot be written.</exception>
    public void Write()
    {
        try
        {
            // A process that is killed must not leave half of a file.
            File.WriteAllBytes($"{Path}.new", JsonSerializer.SerializeToUtf8Bytes(new(_source, Position.Count, Position.Key), CheckpointJson.Default.CheckpointState));
            File.Move($"{Path}.new", Path, overwrite: true);
            _written = TimeProvider.System.GetTimestamp();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new OperationException("FILE-UNWRITABLE", $"'{LogText.Escape(Path)}' cannot be written: {problem.Message} Name another file with --checkpoint.");
        }
    }

    /// <summary>Nothing is left to go on with.</summary>
    public void Delete() => File.Delete(Path);
}

/// <param name="Source">What the objects come from, and what was asked for.</param>
internal sealed record CheckpointState(string Source, long Count, string? Key);

[JsonSerializable(typeof(CheckpointState))]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
internal sealed partial class CheckpointJson : JsonSerializerContext;
