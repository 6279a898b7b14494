using System.Net;
using System.Net.Sockets;

namespace FcWorkflowTrigger.Outcomes.Webhooks;

/// <summary>Separates addresses of the public internet from addresses that a webhook must not reach: the metadata service of the cloud, private networks, this machine.</summary>
/// <remarks>IANA special-purpose address registries. 100.64.0.0/10 holds Alibaba Cloud's metadata service, 100.100.100.200.</remarks>
internal static class PublicAddress
{
    private static readonly IPNetwork[] Closed =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(IPNetwork.Parse),
    ];

    // All public IPv6 addresses are in this range. The prefixes that translate to IPv4 addresses are not.
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    public static bool Is(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return (plain.AddressFamily == AddressFamily.InterNetwork || GlobalUnicast.Contains(plain))
            && !Array.Exists(Closed, network => network.Contains(plain));
    }
}
