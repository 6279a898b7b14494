using System.CommandLine;

namespace FcWorkflowTrigger.Cli.Commands;

/// <summary>The options that every command takes.</summary>
internal static class GlobalOptions
{
    public static readonly Option<bool> Json = new("--json") { Description = "Write JSON: one document, or one line a row of a list.", Recursive = true };

    public static readonly Option<bool> Local = new("--local") { Description = "The local cloud, with its own ports and keys; nothing else need be set.", Recursive = true };

    public static readonly Option<int?> PortBase = new("--port-base") { Description = "With --local: the first port, as given to the local cloud (default 9580).", Recursive = true };

    public static readonly Option<string?> Profile = new("--profile")
    {
        Description = "A profile of the Alibaba Cloud CLI (~/.aliyun/config.json, modes AK and StsToken). Default: the ALIBABA_CLOUD_… variables, else the current profile.",
        Recursive = true,
    };

    public static IEnumerable<Option> All => [Json, Local, PortBase, Profile];
}
