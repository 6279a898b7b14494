using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Fc.Async;

/// <summary>What a failure destination is sent (Function Compute documentation, "Result callback").</summary>
internal static class FailureDocument
{
    public static byte[] Of(AsyncEvent given, int invocations, byte[] lastReply, DateTimeOffset now) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["timestamp"] = now.ToUnixTimeMilliseconds(),
        ["requestContext"] = new JsonObject
        {
            ["requestId"] = given.RequestId,
            ["functionArn"] = string.Create(CultureInfo.InvariantCulture, $"acs:fc:{LocalAccount.Region}:{LocalAccount.AccountId}:functions/{given.Function}"),
            ["condition"] = "",
            ["approximateInvokeCount"] = invocations,
        },
        ["requestPayload"] = Encoding.UTF8.GetString(given.Body),
        ["responseContext"] = new JsonObject { ["statusCode"] = 200, ["functionError"] = "UnhandledInvocationError" },
        ["responsePayload"] = Encoding.UTF8.GetString(lastReply),
    }.ToJsonString());
}
