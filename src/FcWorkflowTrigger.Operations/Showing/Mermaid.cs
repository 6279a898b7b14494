using System.Globalization;
using System.Text;
using FcWorkflowTrigger.Logging;

namespace FcWorkflowTrigger.Operations.Showing;

/// <summary>The story of a run as a Mermaid sequence diagram, for issues and reports.</summary>
internal static class Mermaid
{
    public static string Create(ShowReport report)
    {
        var diagram = new StringBuilder("sequenceDiagram\n")
            .Append("    participant U as Upload\n    participant F as Functions\n    participant I as IMS\n")
            .Append(CultureInfo.InvariantCulture, $"    Note over U: {Escape(report.Object)}\n");

        foreach (var entry in report.Timeline)
        {
            diagram.Append(CultureInfo.InvariantCulture, $"    {ArrowOf(entry.Kind, entry.Seq)}: {entry.At.UtcDateTime:HH:mm:ss} {Escape(entry.What)}\n");
        }

        return diagram.Append(CultureInfo.InvariantCulture, $"    Note over U,I: {Escape(report.Verdict)}").ToString();
    }

    private static string ArrowOf(string kind, int seq) => kind switch
    {
        "claim" when seq == 0 => "U->>F",
        "intent" => "F->>I",
        "started" or "done" => "I-->>F",
        "refused" or "reject" => "I--xF",
        _ => "F->>F",
    };

    // A semicolon ends a statement, and a number sign begins an entity.
    private static string Escape(string text) => string.Concat(LogText.ToLine(text).Select(character => character switch
    {
        '#' => "#35;",
        ';' => "#59;",
        _ => $"{character}",
    }));
}
