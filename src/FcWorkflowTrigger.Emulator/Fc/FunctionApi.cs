using System.Globalization;
using System.Text.Json.Nodes;
using FcWorkflowTrigger.Emulator.Fc.Deployment;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Fc;

/// <summary>The replies of the calls that read: GetFunction, ListTriggers, GetAsyncInvokeConfig (Function Compute API 2023-03-30). Each holds what the deployment file sets.</summary>
internal static class FunctionApi
{
    /// <param name="codeChecksum">Function Compute computes CRC-64; here it is another hash of the binary, of the same form.</param>
    public static JsonObject Function(FunctionConfig function, string codeChecksum) => new()
    {
        ["functionName"] = function.Name,
        ["functionArn"] = Arn($"fc:{LocalAccount.Region}", $"functions/{function.Name}"),
        ["runtime"] = function.Runtime,
        ["timeout"] = (int)function.Timeout.TotalSeconds,
        ["instanceConcurrency"] = function.Concurrency,
        ["memorySize"] = function.MemoryMegabytes,
        ["environmentVariables"] = new JsonObject(function.Environment.Select(variable => KeyValuePair.Create(variable.Key, (JsonNode?)variable.Value))),
        ["codeChecksum"] = codeChecksum,
        ["state"] = "Active",
    };

    /// <param name="url">The public URL of the function.</param>
    public static JsonObject Triggers(FunctionConfig function, string url) => new()
    {
        ["triggers"] = new JsonArray([.. function.Triggers.Select(trigger => Trigger(trigger, url))]),
    };

    /// <returns>Null when the deployment file sets nothing for asynchronous events.</returns>
    public static JsonObject? Async(FunctionConfig function)
    {
        if (!function.Async.IsSet)
        {
            return null;
        }

        var destinations = new JsonObject();

        foreach (var (name, arn) in new[] { ("onFailure", function.Async.OnFailure), ("onSuccess", function.Async.OnSuccess) }.Where(destination => destination.Item2 is not null))
        {
            destinations[name] = new JsonObject { ["destination"] = arn };
        }

        return new()
        {
            ["functionArn"] = Arn($"fc:{LocalAccount.Region}", $"functions/{function.Name}"),
            ["maxAsyncRetryAttempts"] = function.Async.MaxRetries,
            ["maxAsyncEventAgeInSeconds"] = (long)function.Async.MaxAge.TotalSeconds,
            ["asyncTask"] = false,
            ["destinationConfig"] = destinations,
        };
    }

    private static JsonObject Trigger(TriggerConfig trigger, string url)
    {
        var (type, config) = trigger switch
        {
            TriggerConfig.Oss oss => ("oss", new JsonObject
            {
                ["events"] = Texts(oss.Events),
                ["filter"] = new JsonObject { ["key"] = new JsonObject { ["prefix"] = oss.Prefix, ["suffix"] = oss.Suffix } },
            }),
            TriggerConfig.Http http => ("http", new JsonObject
            {
                ["authType"] = "anonymous",
                ["disableURLInternet"] = http.DisableUrlInternet,
                ["methods"] = Texts(http.Methods),
            }),
            TriggerConfig.Timer timer => ("timer", new JsonObject { ["cronExpression"] = timer.CronExpression, ["enable"] = timer.Enable, ["payload"] = timer.Payload }),
            TriggerConfig.Queue queue => ("eventbridge", new JsonObject
            {
                ["eventSourceConfig"] = new JsonObject
                {
                    ["eventSourceType"] = "MNS",
                    ["eventSourceParameters"] = new JsonObject { ["sourceMNSParameters"] = new JsonObject { ["QueueName"] = queue.QueueName } },
                },
            }),
            var unknown => throw new InvalidOperationException($"The trigger {unknown.Name} is of no type that is served here."),
        };
        var view = new JsonObject
        {
            ["triggerName"] = trigger.Name,
            ["triggerType"] = type,
            ["qualifier"] = "LATEST",

            // A text that holds JSON, as in the API.
            ["triggerConfig"] = config.ToJsonString(),
        };

        if (trigger is TriggerConfig.Oss { Bucket: var bucket })
        {
            view["sourceArn"] = Arn($"oss:{LocalAccount.Region}", bucket);
        }

        if (trigger is TriggerConfig.Http)
        {
            view["httpTrigger"] = new JsonObject { ["urlInternet"] = url };
        }

        return view;
    }

    private static string Arn(string service, string resource) => string.Create(CultureInfo.InvariantCulture, $"acs:{service}:{LocalAccount.AccountId}:{resource}");

    private static JsonArray Texts(IReadOnlyList<string> texts) => new([.. texts.Select(text => (JsonNode?)text)]);
}
