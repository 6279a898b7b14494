namespace FcWorkflowTrigger.Emulator.Tests.Oss;

/// <summary>The standard headers that are kept with an object.</summary>
public sealed class ObjectHeaderTests : IAsyncLifetime
{
    private static readonly string[] Sent =
    [
        "Cache-Control: max-age=60", "Content-Disposition: attachment; filename=a.txt", "Content-Encoding: identity", "Content-Language: zh",
        "Expires: Fri, 28 Feb 2031 05:38:42 GMT",
    ];

    private OssTestServer _oss = null!;

    public async Task InitializeAsync()
    {
        _oss = await OssTestServer.StartAsync();
        using var put = await _oss.SendAsync("PUT", "k", "x", headers: Sent);
    }

    public async Task DisposeAsync() => await _oss.DisposeAsync();

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task Headers_come_back_with_the_object(string method) => Assert.Equal(Sent, await HeadersAsync(method, "k"));

    [Fact]
    public async Task Headers_of_objects_survive_a_restart()
    {
        using var data = new TemporaryData();
        await using var first = await OssTestServer.StartAsync(data.Open());
        using var put = await first.SendAsync("PUT", "k", "x", headers: Sent);

        Assert.Equal("max-age=60", TestData.Oss(data.Open()).Find("ledger", "k")!.Headers!["Cache-Control"]);
    }

    [Fact]
    public async Task A_copy_keeps_them_unless_it_replaces_the_metadata()
    {
        using var kept = await _oss.SendAsync("PUT", "kept", "", headers: "x-oss-copy-source: /ledger/k");
        using var replaced = await _oss.SendAsync(
            "PUT", "replaced", "", headers: ["x-oss-copy-source: /ledger/k", "x-oss-metadata-directive: REPLACE", "Cache-Control: no-cache"]);

        Assert.Equal(Sent, await HeadersAsync("GET", "kept"));
        Assert.Equal(["Cache-Control: no-cache"], await HeadersAsync("GET", "replaced"));
    }

    [Fact]
    public async Task A_completed_upload_has_those_of_its_begin()
    {
        using var begun = await _oss.SendAsync("POST", "whole?uploads", "", headers: "Cache-Control: no-store");
        var id = (await OssTestServer.XmlAsync(begun)).Element("UploadId")!.Value;
        using var part = await _oss.SendAsync("PUT", $"whole?partNumber=1&uploadId={id}", "part");
        using var done = await _oss.SendAsync(
            "POST",
            $"whole?uploadId={id}",
            $"<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>{part.Headers.ETag!.Tag}</ETag></Part></CompleteMultipartUpload>");

        Assert.Equal(["Cache-Control: no-store"], await HeadersAsync("HEAD", "whole"));
    }

    [Fact]
    public async Task A_read_can_ask_for_others_and_changes_nothing()
    {
        using var reply = await _oss.SendAsync("GET", "k?response-cache-control=no-cache&response-content-type=text/csv");

        Assert.Equal(("no-cache", "text/csv"), (reply.Headers.CacheControl!.ToString(), reply.Content.Headers.ContentType!.ToString()));
        Assert.Equal(Sent, await HeadersAsync("GET", "k"));
    }

    private async Task<string[]> HeadersAsync(string method, string key)
    {
        using var reply = await _oss.SendAsync(method, key);
        var names = Sent.Select(header => header.Split(':')[0]).ToHashSet();

        return
        [
            .. reply.Headers.NonValidated.Concat(reply.Content.Headers.NonValidated)
                .Where(header => names.Contains(header.Key))
                .Select(header => $"{header.Key}: {header.Value}")
                .Order(StringComparer.Ordinal),
        ];
    }
}
