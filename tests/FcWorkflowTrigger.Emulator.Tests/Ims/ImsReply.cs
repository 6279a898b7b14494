using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace FcWorkflowTrigger.Emulator.Tests.Ims;

internal sealed record ImsReply(int Status, JsonObject Body, HttpResponseHeaders Headers)
{
    public string? this[string field] => Body[field]?.GetValue<string>();

    public string Refusal => $"{Status} {this["Code"]}";
}
