using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace FcWorkflowTrigger.Benchmarks.Processes;

/// <summary>A measured program compiled by the JIT, with a startup hook that reports its allocations. A native binary cannot load such a hook.</summary>
internal static class Managed
{
    /// <summary>Builds the program with the hook. Its code is fully optimised from the first call, as native code is.</summary>
    public static async Task<(Subject Subject, int Port)> HookedAsync(Subject native, string project, string assembly, CancellationToken cancellationToken)
    {
        var folder = await Publishing.ManagedAsync(project, cancellationToken);
        var runtimeConfig = Path.Combine(folder, "hooked.runtimeconfig.json");
        await File.WriteAllTextAsync(runtimeConfig, WithHooks(await File.ReadAllTextAsync(Path.Combine(folder, $"{assembly}.runtimeconfig.json"), cancellationToken)), cancellationToken);

        var port = ServerProcess.FreePort();
        var hooked = native with
        {
            // The file of this process cannot be used: under `dotnet run` it is not the host.
            File = "dotnet",
            Arguments = ["exec", "--runtimeconfig", runtimeConfig, Path.Combine(folder, $"{assembly}.dll")],
        };
        return (
            hooked
                .With("DOTNET_TieredCompilation", "0")
                .With("DOTNET_STARTUP_HOOKS", typeof(Managed).Assembly.Location)
                .With(StartupHook.PortVariable, $"{port}"),
            port);
    }

    /// <summary>The number of bytes that the program at <paramref name="port"/> has allocated so far.</summary>
    public static async Task<double> AllocatedAsync(int port, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        using var reader = new StreamReader(client.GetStream());
        return double.Parse(await reader.ReadToEndAsync(cancellationToken), CultureInfo.InvariantCulture);
    }

    private static string WithHooks(string runtimeConfig)
    {
        var json = JsonNode.Parse(runtimeConfig)!;
        json["runtimeOptions"]!["configProperties"]!["System.StartupHookProvider.IsSupported"] = true;
        return json.ToJsonString();
    }
}
