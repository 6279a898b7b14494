using System.Text.Encodings.Web;
using System.Text.Json;

namespace FcWorkflowTrigger.Cli.Initializing;

/// <summary>How <c>init</c> writes JSON files: for people, with every letter as it is.</summary>
internal static class InitJson
{
    public static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
