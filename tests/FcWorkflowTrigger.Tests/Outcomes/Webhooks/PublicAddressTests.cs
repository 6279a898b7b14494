using System.Net;
using FcWorkflowTrigger.Cloud.Http;
using FcWorkflowTrigger.Outcomes.Webhooks;
using FcWorkflowTrigger.Tests.Cloud.Http;

namespace FcWorkflowTrigger.Tests.Outcomes.Webhooks;

public sealed class PublicAddressTests
{
    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("100.63.255.255")]
    [InlineData("172.32.0.1")]
    [InlineData("2400:3200::1")]
    [InlineData("::ffff:8.8.8.8")]
    public void The_open_internet_may_be_called(string address) => Assert.True(PublicAddress.Is(IPAddress.Parse(address)));

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("100.100.100.200")]
    [InlineData("127.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("198.19.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:100.100.100.200")]
    [InlineData("::127.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2001:0:4136:e378::1")]
    [InlineData("2001:db8::1")]
    [InlineData("fc00::1")]
    [InlineData("fd12::1")]
    [InlineData("fe80::1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void Nothing_else_may(string address) => Assert.False(PublicAddress.Is(IPAddress.Parse(address)));

    [Theory]
    [InlineData(null, "0.0.0.0", "0.255.255.255", "1.0.0.0")]
    [InlineData("9.255.255.255", "10.0.0.0", "10.255.255.255", "11.0.0.0")]
    [InlineData("100.63.255.255", "100.64.0.0", "100.127.255.255", "100.128.0.0")]
    [InlineData("126.255.255.255", "127.0.0.0", "127.255.255.255", "128.0.0.0")]
    [InlineData("169.253.255.255", "169.254.0.0", "169.254.255.255", "169.255.0.0")]
    [InlineData("172.15.255.255", "172.16.0.0", "172.31.255.255", "172.32.0.0")]
    [InlineData("191.255.255.255", "192.0.0.0", "192.0.0.255", "192.0.1.0")]
    [InlineData("192.0.1.255", "192.0.2.0", "192.0.2.255", "192.0.3.0")]
    [InlineData("192.88.98.255", "192.88.99.0", "192.88.99.255", "192.88.100.0")]
    [InlineData("192.167.255.255", "192.168.0.0", "192.168.255.255", "192.169.0.0")]
    [InlineData("198.17.255.255", "198.18.0.0", "198.19.255.255", "198.20.0.0")]
    [InlineData("198.51.99.255", "198.51.100.0", "198.51.100.255", "198.51.101.0")]
    [InlineData("203.0.112.255", "203.0.113.0", "203.0.113.255", "203.0.114.0")]
    [InlineData("223.255.255.255", "224.0.0.0", "239.255.255.255", null)]
    [InlineData(null, "240.0.0.0", "255.255.255.255", null)]
    [InlineData(null, "::", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2000::")]
    [InlineData("2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:200::")]
    [InlineData("2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db9::")]
    [InlineData("2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2003::")]
    [InlineData("3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff:1000::")]
    [InlineData("3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "4000::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", null)]
    public void A_closed_range_is_closed_from_its_first_address_to_its_last(string? before, string first, string last, string? after)
    {
        Assert.All(new[] { before, after }.OfType<string>(), address => Assert.True(PublicAddress.Is(IPAddress.Parse(address))));
        Assert.All([first, last], address => Assert.False(PublicAddress.Is(IPAddress.Parse(address))));
    }

    [Fact]
    public void Of_a_name_s_addresses_only_the_public_ones_are_tried_unless_all_are_allowed()
    {
        IPAddress[] both = [IPAddress.Parse("8.8.8.8"), IPAddress.Loopback];

        Assert.Equal([both[0]], new GuardedConnection(allowPrivate: false).Allowed(both));
        Assert.Equal(both, new GuardedConnection(allowPrivate: true).Allowed(both));
    }

    [Fact]
    public async Task A_connection_to_this_machine_is_not_even_tried()
    {
        using var server = new RawServer();
        using var http = Guarded(allowPrivate: false);
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Url);

        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => http.SendAsync(request, default));

        Assert.Contains("no public address", refused.Message, StringComparison.Ordinal);
        Assert.Equal((HttpRequestError.ConnectionError, 0), (refused.HttpRequestError, server.Connections));
    }

    [Fact]
    public async Task Where_private_addresses_are_allowed_the_connection_is_made()
    {
        using var server = new RawServer();
        using var http = Guarded(allowPrivate: true);
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Url);
        server.Answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

        using var reply = await http.SendAsync(request, default);

        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
    }

    private static HttpMessageInvoker Guarded(bool allowPrivate)
    {
        var handler = CloudHttp.CreateHandler();
        handler.ConnectCallback = new GuardedConnection(allowPrivate).ConnectAsync;
        return CloudHttp.CreateForStatus(handler);
    }
}
