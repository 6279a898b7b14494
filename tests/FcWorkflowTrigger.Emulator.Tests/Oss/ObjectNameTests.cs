using System.Net;
using System.Text;
using System.Xml.Linq;

namespace FcWorkflowTrigger.Emulator.Tests.Oss;

public sealed class ObjectNameTests : IAsyncLifetime
{
    private OssTestServer _oss = null!;

    public async Task InitializeAsync() => _oss = await OssTestServer.StartAsync();

    public async Task DisposeAsync() => await _oss.DisposeAsync();

    [Theory]
    [InlineData("GET", "")]
    [InlineData("PUT", "")]
    [InlineData("DELETE", "")]
    [InlineData("POST", "?append&position=0")]
    [InlineData("POST", "?uploads")]
    [InlineData("POST", "?uploadId=u")]
    [InlineData("GET", "?uploadId=u")]
    [InlineData("PUT", "?partNumber=1&uploadId=u")]
    [InlineData("DELETE", "?uploadId=u")]
    [InlineData("GET", "?tagging")]
    [InlineData("PUT", "?tagging")]
    [InlineData("DELETE", "?tagging")]
    [InlineData("GET", "?acl")]
    [InlineData("PUT", "?acl")]
    [InlineData("GET", "?symlink")]
    [InlineData("PUT", "?symlink")]
    [InlineData("POST", "?restore")]
    public async Task Every_operation_refuses_a_name_that_no_object_can_have(string method, string query)
    {
        // The limit counts bytes: the third key has 342 characters.
        foreach (var key in new[] { new string('k', 1024), $"uploads/{new string('k', 1021)}", string.Concat(Enumerable.Repeat("\u6625", 342)), "/k" })
        {
            using var reply = await _oss.SendAsync(method, key + query, method == "PUT" ? "x" : null);

            Assert.Equal("400 InvalidObjectName", await OssTestServer.CodeAsync(reply));
        }
    }

    [Fact]
    public async Task HEAD_tells_it_in_a_header()
    {
        using var reply = await _oss.SendAsync("HEAD", new string('k', 1024));

        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
        var error = XDocument.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(reply.Headers.GetValues("x-oss-err").Single()))).Root!;
        Assert.Equal("InvalidObjectName", error.Element("Code")!.Value);
    }

    [Fact]
    public async Task The_source_of_a_copy_is_checked_too()
    {
        using var reply = await _oss.SendAsync("PUT", "k", headers: $"x-oss-copy-source: /ledger/{new string('k', 1024)}");

        Assert.Equal("400 InvalidObjectName", await OssTestServer.CodeAsync(reply));
    }

    [Fact]
    public async Task A_deletion_of_many_names_an_impossible_one_and_deletes_nothing()
    {
        _oss.Store.Put("ledger", "k", TestData.Bytes("x"), "text/plain");
        var body = $"<Delete><Object><Key>k</Key></Object><Object><Key>{new string('k', 1024)}</Key></Object></Delete>";

        using var reply = await _oss.SendAsync("POST", "?delete", body, headers: $"Content-MD5: {Emulator.Oss.Operations.ObjectContent.Md5Base64(TestData.Bytes(body))}");

        Assert.Equal("400 InvalidObjectName", await OssTestServer.CodeAsync(reply));
        Assert.Single(_oss.Store.List("ledger", ""));
    }

    [Fact]
    public async Task The_longest_name_is_only_absent()
    {
        using var reply = await _oss.SendAsync("GET", new string('k', 1023));

        Assert.Equal("404 NoSuchKey", await OssTestServer.CodeAsync(reply));
    }
}
