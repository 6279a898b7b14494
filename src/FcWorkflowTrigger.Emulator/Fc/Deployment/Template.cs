using FcWorkflowTrigger.Emulator.Fc.Triggers;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace FcWorkflowTrigger.Emulator.Fc.Deployment;

/// <summary>Reads the deployment file. So the local cloud runs the same file that deploys to the real cloud.</summary>
internal static class Template
{
    private static readonly TimeSpan DefaultMaxAge = TimeSpan.FromHours(5);

    /// <param name="variable">The deployer's environment.</param>
    /// <param name="urlOf">The public URL of a function, by its name.</param>
    /// <exception cref="TemplateException">The file is not one this emulator can run.</exception>
    public static IReadOnlyList<FunctionConfig> Read(string yaml, Func<string, string?> variable, string accountId, Func<string, string> urlOf)
    {
        var root = Root(yaml);
        var raw = new YamlView("s.yaml", (text, _) => text, root);
        var plain = new Expressions(variable, new Dictionary<string, string>(), _ => throw new TemplateException("vars", "outputs are not known yet."), accountId);
        var vars = raw.Map("vars").Keys.ToDictionary(name => name, name => plain.Resolve(raw.Map("vars").Text(name), $"vars.{name}"));

        string NameOf(string resource) => Expressions(_ => "").Resolve(raw.Map("resources").Map(resource).Map("props").Text("functionName"), resource);

        Expressions Expressions(Func<string, string> output) => new(variable, vars, output, accountId);

        var full = Expressions(resource => urlOf(NameOf(resource)));
        IReadOnlyList<FunctionConfig> functions = [.. raw.Map("resources").Keys.Select(resource => Function(View(root, resource, full)))];
        TriggerOverlap.RequireNone(functions);
        return functions;
    }

    private static YamlMappingNode Root(string yaml)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            return stream.Documents is [var document] && document.RootNode is YamlMappingNode root
                ? root
                : throw new TemplateException("the file", "is not one YAML mapping.");
        }
        catch (YamlException problem)
        {
            throw new TemplateException($"line {problem.Start.Line}", problem.Message);
        }
    }

    private static YamlView View(YamlMappingNode root, string resource, Expressions expressions)
    {
        var own = (YamlMappingNode)root["resources"][resource];
        var name = own.Children.TryGetValue("extend", out var extend) ? ((YamlScalarNode)extend["name"]).Value! : null;
        var inherited = name is null ? null : root["template"][name] as YamlMappingNode;
        return new($"resources.{resource}.props", expressions.Resolve, own["props"] as YamlMappingNode, inherited);
    }

    private static FunctionConfig Function(YamlView props)
    {
        var environment = props.Map("environmentVariables");
        var async = props.Map("asyncInvokeConfig");

        // If the emulator ignored a hook, the hook would run in the cloud and not here.
        if (props.Map("instanceLifecycleConfig").Keys.Any())
        {
            throw new TemplateException(props.Where, "instanceLifecycleConfig is not served here.");
        }

        return new(
            props.Text("functionName"),
            TimeSpan.FromSeconds(props.Number("timeout", 3)),
            props.Number("instanceConcurrency", 1),
            props.Number("memorySize", 512),
            environment.Keys.ToDictionary(key => key, key => environment.Text(key)),
            new(
                async.Number("maxAsyncRetryAttempts", 3),
                TimeSpan.FromSeconds(async.Number("maxAsyncEventAgeInSeconds", (int)DefaultMaxAge.TotalSeconds)),
                Destination(async, "onFailure"),
                Destination(async, "onSuccess"))
            { IsSet = async.Keys.Any() },
            [.. props.Maps("triggers").Select(Trigger)])
        {
            Runtime = props.Text("runtime", ""),
        };
    }

    private static string? Destination(YamlView async, string outcome) =>
        async.Map("destinationConfig").Map(outcome).Text("destination", "") is { Length: > 0 } arn ? arn : null;

    private static TriggerConfig Trigger(YamlView trigger)
    {
        var (name, config) = (trigger.Text("triggerName"), trigger.Map("triggerConfig"));
        var key = config.Map("filter").Map("key");

        return trigger.Text("triggerType") switch
        {
            "oss" => new TriggerConfig.Oss(
                name, trigger.Text("sourceArn").Split(':')[^1], config.Texts("events"), key.Text("prefix"), key.Text("suffix")),
            "http" when config.Text("authType") != "anonymous" =>
                throw new TemplateException(config.Where, $"authType '{config.Text("authType")}' is not served here."),
            "http" => new TriggerConfig.Http(name, config.Texts("methods"), config.Flag("disableURLInternet", false)),
            "timer" => new TriggerConfig.Timer(name, Schedule(config), config.Text("payload", ""), config.Flag("enable", true)),
            "eventbridge" => new TriggerConfig.Queue(
                name, config.Map("eventSourceConfig").Map("eventSourceParameters").Map("sourceMNSParameters").Text("QueueName", "")),
            var type => throw new TemplateException(trigger.Where, $"triggers of type '{type}' are not served here."),
        };
    }

    private static string Schedule(YamlView config)
    {
        try
        {
            _ = new TimerSchedule(config.Text("cronExpression"));
            return config.Text("cronExpression");
        }
        catch (FormatException problem)
        {
            throw new TemplateException($"{config.Where}.cronExpression", problem.Message);
        }
    }
}
