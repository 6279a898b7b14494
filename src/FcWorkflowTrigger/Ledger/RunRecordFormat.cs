using System.Text.Json;
using FcWorkflowTrigger.Ledger.Records;

namespace FcWorkflowTrigger.Ledger;

/// <summary>Reads records as they were written, by this version or an earlier one.</summary>
internal static class RunRecordFormat
{
    /// <exception cref="InvalidDataException">The ledger holds a record that this version does not know.</exception>
    public static RunRecord Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var record = JsonSerializer.Deserialize(json, LedgerJson.Default.RunRecord) ?? throw new JsonException("null");

            // A newer version may have changed what a field means. To guess could start a run twice.
            return record.V is >= 1 and <= RunRecord.NewestFormat ? record : throw new JsonException($"format {record.V}");
        }
        catch (Exception problem) when (problem is JsonException or NotSupportedException)
        {
            throw new InvalidDataException(
                "LEDGER-UNREADABLE: a ledger record is not of a kind and format this version knows. Deploy the version that wrote it, or a newer one.", problem);
        }
    }

    public static IReadOnlyList<RunRecord> ReadLines(ReadOnlySpan<byte> lines)
    {
        var records = new List<RunRecord>();

        foreach (var line in lines.Split((byte)'\n'))
        {
            if (!lines[line].IsEmpty)
            {
                records.Add(Read(lines[line]));
            }
        }

        return records;
    }
}
