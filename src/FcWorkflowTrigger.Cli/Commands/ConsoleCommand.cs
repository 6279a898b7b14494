using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using FcWorkflowTrigger.ConsolePage;
using FcWorkflowTrigger.ConsolePage.Serving;
using FcWorkflowTrigger.Operations;
using FcWorkflowTrigger.Operations.Diagnosing;
using FcWorkflowTrigger.Operations.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FcWorkflowTrigger.Cli.Commands;

/// <summary><c>console</c>: the console page on this machine, for the cloud of the other commands.</summary>
internal static class ConsoleCommand
{
    public static Command Create(CommandLine line)
    {
        var port = new Option<int>("--port") { Description = "The port on 127.0.0.1 (default: a free one)." };
        var allow = new Option<bool>("--allow-actions") { Description = "Allow resume, cancel and redrive. Without it the page only shows." };
        var open = new Option<bool>("--no-open") { Description = "Do not open a browser." };
        var rules = new Option<string?>("--rules") { Description = "The rules to show (default: RULES_FILE, else rules.json here or in src/FcWorkflowTrigger)." };
        var template = new Option<string>("--template") { Description = "The deployment file that Health checks (default: s.yaml).", DefaultValueFactory = _ => "s.yaml" };
        return line.Command(
            "console",
            "Serves a web page with the runs on 127.0.0.1, prints its address, and opens it. The address holds a token: who has it can look, and act with --allow-actions. Ctrl-C ends it. Exits 0, or 1 if the ledger cannot be read.",
            (session, cancellationToken) =>
            {
                var doctor = DoctorOptions.Beside(session.Parsed.GetRequiredValue(template), FindRules(session.Parsed.GetValue(rules), session.Variable));
                return RunAsync(session, session.Parsed.GetValue(port), session.Parsed.GetValue(allow), session.Parsed.GetValue(open), doctor, cancellationToken);
            },
            port,
            allow,
            open,
            rules,
            template);
    }

    private static async Task<int> RunAsync(Session session, int port, bool canAct, bool isQuiet, DoctorOptions doctor, CancellationToken cancellationToken)
    {
        var token = AccessToken.Create();
        using var page = Consoles.Create(session.Open(), new(canAct, token, session.Command, doctor, session.Variable));
        await page.OpenAsync(cancellationToken);
        _ = page.ReadAheadAsync();
        await using var app = CreateServer(port);
        app.Run(async http =>
        {
            if (!await page.TryAnswerAsync(http))
            {
                http.Response.StatusCode = StatusCodes.Status404NotFound;
            }
        });

        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException)
        {
            throw new OperationException("PORT-TAKEN", $"port {port} is in use. Choose another with --port, or leave it out.");
        }

        var address = $"{app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()}/{token.Query}";
        session.Out.WriteLine(address);
        await session.Out.FlushAsync(cancellationToken);

        if (!isQuiet)
        {
            OpenBrowser(address);
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return ExitCode.Success;
    }

    private static WebApplication CreateServer(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.AddServerHeader = false;
        });
        return builder.Build();
    }

    // Without rules, the page shows everything else.
    private static string? FindRules(string? named, Func<string, string?> variable)
    {
        try
        {
            return InputFiles.FindRulesPath(named, variable);
        }
        catch (OperationException)
        {
            return null;
        }
    }

    private static void OpenBrowser(string address)
    {
        try
        {
            using var browser = Process.Start(new ProcessStartInfo(address) { UseShellExecute = true });
        }
        catch (Exception problem) when (problem is Win32Exception or FileNotFoundException or PlatformNotSupportedException)
        {
            // A machine without a browser: the address is printed.
        }
    }
}
