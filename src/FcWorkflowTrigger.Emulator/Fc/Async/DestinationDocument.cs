using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Fc.Async;

/// <summary>The document that a destination receives (Function Compute documentation, "Result callback").</summary>
internal static class DestinationDocument
{
    public static byte[] CreateFailure(AsyncEvent given, byte[] lastReply, DateTimeOffset now) =>
        Create(given, new() { ["statusCode"] = 200, ["functionError"] = "UnhandledInvocationError" }, lastReply, now);

    public static byte[] CreateSuccess(AsyncEvent given, byte[] lastReply, DateTimeOffset now) => Create(given, new() { ["statusCode"] = 200 }, lastReply, now);

    private static byte[] Create(AsyncEvent given, JsonObject response, byte[] lastReply, DateTimeOffset now) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["timestamp"] = now.ToUnixTimeMilliseconds(),
        ["requestContext"] = new JsonObject
        {
            ["requestId"] = given.RequestId,
            ["functionArn"] = string.Create(CultureInfo.InvariantCulture, $"acs:fc:{LocalAccount.Region}:{LocalAccount.AccountId}:functions/{given.Function}"),
            ["condition"] = "",
            ["approximateInvokeCount"] = given.Attempts,
        },
        ["requestPayload"] = Encoding.UTF8.GetString(given.Body),
        ["responseContext"] = response,
        ["responsePayload"] = Encoding.UTF8.GetString(lastReply),
    }.ToJsonString());
}
