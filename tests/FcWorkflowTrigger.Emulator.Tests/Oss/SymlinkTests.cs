using System.Net;

namespace FcWorkflowTrigger.Emulator.Tests.Oss;

public sealed class SymlinkTests : IAsyncLifetime
{
    private OssTestServer _oss = null!;

    public async Task InitializeAsync()
    {
        _oss = await OssTestServer.StartAsync();
        _oss.Store.Put("ledger", "real", TestData.Bytes("content"), "text/plain");
    }

    public async Task DisposeAsync() => await _oss.DisposeAsync();

    [Fact]
    public async Task A_read_of_a_link_gives_its_target_and_says_that_it_is_a_link()
    {
        using var put = await LinkAsync("link", "real");

        using var get = await _oss.SendAsync("GET", "link");
        using var head = await _oss.SendAsync("HEAD", "link");
        using var target = await _oss.SendAsync("GET", "link?symlink");
        using var meta = await _oss.SendAsync("HEAD", "link?objectMeta");

        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        Assert.Equal("content", await get.Content.ReadAsStringAsync());
        Assert.Equal(("Symlink", 7), (head.Headers.GetValues("x-oss-object-type").Single(), head.Content.Headers.ContentLength));
        Assert.Equal(["real"], target.Headers.GetValues("x-oss-symlink-target"));
        Assert.Equal((7, false), (meta.Content.Headers.ContentLength, meta.Headers.Contains("x-oss-object-type")));
    }

    [Fact]
    public async Task A_link_to_nothing_and_a_link_to_a_link_cannot_be_read()
    {
        using var dangling = await LinkAsync("dangling", "absent");
        using var first = await LinkAsync("first", "real");
        using var second = await LinkAsync("second", "first");

        using var missing = await _oss.SendAsync("GET", "dangling");
        using var chained = await _oss.SendAsync("GET", "second");
        using var plain = await _oss.SendAsync("GET", "real?symlink");

        Assert.Equal(
            ["404 SymlinkTargetNotExist", "400 InvalidTargetType", "400 NotSymlink"],
            [await OssTestServer.CodeAsync(missing), await OssTestServer.CodeAsync(chained), await OssTestServer.CodeAsync(plain)]);
    }

    [Fact]
    public async Task A_link_does_not_overwrite_what_it_must_not_and_has_a_target_that_can_be()
    {
        using var taken = await _oss.SendAsync("PUT", "real?symlink", "", headers: ["x-oss-symlink-target: other", "x-oss-forbid-overwrite: true"]);
        using var impossible = await LinkAsync("link", new string('k', 1024));

        Assert.Equal(("409 FileAlreadyExists", "400 InvalidObjectName"), (await OssTestServer.CodeAsync(taken), await OssTestServer.CodeAsync(impossible)));
        Assert.Equal("content"u8, Assert.Single(_oss.Store.List("ledger", "")).Body);
    }

    private Task<HttpResponseMessage> LinkAsync(string key, string target) => _oss.SendAsync("PUT", $"{key}?symlink", "", headers: $"x-oss-symlink-target: {target}");
}
