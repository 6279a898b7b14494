using System.CommandLine;
using System.CommandLine.Parsing;
using FcWorkflowTrigger.Emulator.Fc.Deployment;
using FcWorkflowTrigger.Emulator.Fc.Instances;
using FcWorkflowTrigger.Emulator.Ims;
using FcWorkflowTrigger.Emulator.Ims.Callbacks;
using FcWorkflowTrigger.Emulator.Ims.Signing;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Commands;

/// <summary>The commands <c>up</c> and <c>demo</c>, and their options.</summary>
internal static class CommandLine
{
    private const double MaxSeconds = 365 * 86400.0;

    private static readonly Option<int?> PortBase = new("--port-base")
    {
        Description = $"First of the four ports used, or six with --telemetry (default {EmulatorOptions.DefaultPortBase}).",
        Validators = { parsed => Require(parsed, parsed.GetValueOrDefault<int?>() is null or (>= 1 and <= 65532), "is not between 1 and 65532.") },
    };

    private static readonly Option<string?> Data = new("--data") { Description = "Keep the state in this folder across restarts." };
    private static readonly Option<string?> Bootstrap = new("--bootstrap") { Description = "The binary of the functions (default: the one built with the emulator)." };
    private static readonly Option<string?> Template = new("--template") { Description = "Deploy from this file (default: s.yaml here or above)." };
    private static readonly Option<double> Preparing = Seconds("--preparing", "Seconds until an asset is ready.", 2.5);
    private static readonly Option<double> Processing = Seconds("--processing", "Seconds a workflow then takes.", 3);
    private static readonly Option<double> ListLag = Seconds("--list-lag", "Seconds until a list shows a new task.", 0);
    private static readonly Option<double> SignatureWindow = Seconds("--signature-window", "Seconds that the date of a signed call to IMS may be off.", AcsV3Check.MaxSkew.TotalSeconds);
    private static readonly Option<CredentialSource> Credentials = new("--credentials") { Description = "Where functions find their access keys (default environment)." };
    private static readonly Option<bool> Freeze = new("--freeze") { Description = "Freeze processes between requests, as the cloud does (Linux)." };
    private static readonly Option<bool> DuplicateEvents = new("--duplicate-events") { Description = "Deliver every asynchronous event twice." };
    private static readonly Option<CallbackBody> Body = new("--callback-body") { Description = "The form of IMS's callbacks (default enveloped)." };
    private static readonly Option<CallbackSigning> Signing = new("--callback-signing") { Description = "Which callbacks IMS signs (default configured)." };
    private static readonly Option<double> CallbackTimeout = Seconds(
        "--callback-patience", "Seconds of real time in which a callback must be answered.", CallbackOptions.DefaultTimeoutSeconds);

    private static readonly Option<bool> Tls = new("--tls")
    {
        Description = "Serve OSS, IMS and Function Compute over https, under a certificate authority made for this run (Linux).",
    };

    private static readonly Option<bool> Telemetry = new("--telemetry")
    {
        Description = "Show traces and metrics of the functions in a browser, on the fifth port (the Aspire dashboard, fetched from NuGet once); sweep every minute (up).",
    };

    private static readonly Option<bool> Inbox = new("--inbox") { Description = "The functions deliver outcomes to the webhook inbox of the console page." };
    private static readonly Option<bool> Quiet = new("--quiet") { Description = "Do not tell what happens: uploads, invocations, tasks, callbacks, faults (up)." };
    private static readonly Option<bool> Verbose = new("--verbose") { Description = "Show the logs of the functions." };

    public static RootCommand Create() => new("OSS, IMS and Function Compute on this machine, for FcWorkflowTrigger.")
    {
        Command("up", "Starts everything on 127.0.0.1, prints 'ready', and serves until it is stopped.", UpCommand.RunAsync),
        Command("demo", "Starts everything, uploads one object, prints the timeline of its run, and exits 0.", DemoCommand.RunAsync),
    };

    private static Command Command(string name, string description, Func<EmulatorOptions, bool, CancellationToken, Task<int>> run)
    {
        var command = new Command(name, description)
        {
            PortBase, Data, Bootstrap, Template, Preparing, Processing, ListLag, SignatureWindow, Credentials, Freeze, DuplicateEvents, Body, Signing, CallbackTimeout,
            Tls, Inbox, Quiet, Verbose,
        };

        if (name == "up")
        {
            command.Options.Add(Telemetry);
        }

        command.SetAction((parsed, cancellationToken) => GuardedAsync(() => run(Options(parsed), parsed.GetValue(PortBase) is not null, cancellationToken)));
        return command;
    }

    private static Option<double> Seconds(string name, string description, double value) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => value,
        Validators = { parsed => Require(parsed, parsed.GetValueOrDefault<double>() is >= 0 and <= MaxSeconds, $"is not between 0 and {MaxSeconds}.") },
    };

    private static void Require(OptionResult parsed, bool holds, string problem)
    {
        if (!holds)
        {
            parsed.AddError($"{parsed.Option.Name} {problem}");
        }
    }

    private static EmulatorOptions Options(ParseResult parsed) => new(
        parsed.GetValue(PortBase) ?? EmulatorOptions.DefaultPortBase,
        parsed.GetValue(Data),
        parsed.GetValue(Bootstrap),
        parsed.GetValue(Template),
        new ImsTimings(
            TimeSpan.FromSeconds(parsed.GetValue(Preparing)), TimeSpan.FromSeconds(parsed.GetValue(Processing)), TimeSpan.FromSeconds(parsed.GetValue(ListLag)))
        {
            SignatureWindow = TimeSpan.FromSeconds(parsed.GetValue(SignatureWindow)),
        },
        parsed.GetValue(Verbose))
    {
        Credentials = parsed.GetValue(Credentials),
        Freeze = parsed.GetValue(Freeze),
        DuplicateEvents = parsed.GetValue(DuplicateEvents),
        Tls = parsed.GetValue(Tls),
        Telemetry = parsed.GetValue(Telemetry),
        Inbox = parsed.GetValue(Inbox),
        Quiet = parsed.GetValue(Quiet),
        Callbacks = new(parsed.GetValue(Body), parsed.GetValue(Signing)) { Timeout = TimeSpan.FromSeconds(parsed.GetValue(CallbackTimeout)) },
    };

    private static async Task<int> GuardedAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception problem) when (problem is EmulatorException or TemplateException or DataFolderException)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return 1;
        }
    }
}
