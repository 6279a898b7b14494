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
