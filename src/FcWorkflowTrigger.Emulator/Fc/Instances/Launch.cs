using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using FcWorkflowTrigger.Emulator.Fc.Deployment;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Fc.Instances;

/// <summary>The start information of a function process. Its environment has the variables of Function Compute and of the function, and almost none of this process.</summary>
internal static class Launch
{
    // Only what a framework-dependent binary needs to find its framework.
    private static readonly string[] Passed = ["PATH", "HOME", "DOTNET_ROOT"];

    public static ProcessStartInfo Create(Hosting hosting, FunctionConfig function, int port, string instanceId)
    {
        var start = new ProcessStartInfo(hosting.Bootstrap)
        {
            WorkingDirectory = Path.GetDirectoryName(Path.GetFullPath(hosting.Bootstrap))!,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var passed = Passed.Select(name => new KeyValuePair<string, string?>(name, Environment.GetEnvironmentVariable(name))).ToArray();
        var own = function.Environment.Select(pair => new KeyValuePair<string, string?>(pair.Key, pair.Value));
        start.Environment.Clear();

        foreach (var (name, value) in passed.Concat(RuntimeVariables(function, port, instanceId)).Concat(Credentials(hosting.Credentials)).Concat(Trust(hosting.AuthorityFile)).Concat(own))
        {
            start.Environment[name] = value;
        }

        return start;
    }

    /// <summary>A port that is free now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // .NET on Linux, OpenSSL and curl read their trusted authorities from this file. The environment of the function can override it.
    private static IEnumerable<KeyValuePair<string, string?>> Trust(string? authorityFile) => authorityFile is null ? [] : [new("SSL_CERT_FILE", authorityFile)];

    // Function Compute documentation, "Environment variables".
    private static IEnumerable<KeyValuePair<string, string?>> RuntimeVariables(FunctionConfig function, int port, string instanceId) =>
    [
        new("FC_FUNC_CODE_PATH", "/code"),
        new("FC_ACCOUNT_ID", LocalAccount.AccountId),
        new("FC_FUNCTION_HANDLER", "handler"),
        new("FC_FUNCTION_MEMORY_SIZE", $"{function.MemoryMegabytes}"),
        new("FC_FUNCTION_NAME", function.Name),
        new("FC_REGION", LocalAccount.Region),
        new("FC_CUSTOM_LISTEN_PORT", $"{port}"),
        new("FC_SERVER_PORT", $"{port}"),
        new("FC_INSTANCE_ID", instanceId),
        new("FC_FUNCTION_VERSION", "LATEST"),
    ];

    private static IEnumerable<KeyValuePair<string, string?>> Credentials(CredentialSource source) => source == CredentialSource.Headers ? [] :
    [
        new("ALIBABA_CLOUD_ACCESS_KEY_ID", LocalAccount.AccessKeyId),
        new("ALIBABA_CLOUD_ACCESS_KEY_SECRET", LocalAccount.AccessKeySecret),
        new("ALIBABA_CLOUD_SECURITY_TOKEN", LocalAccount.SecurityToken),
    ];
}
