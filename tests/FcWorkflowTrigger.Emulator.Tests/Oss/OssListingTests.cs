using System.Xml.Linq;

namespace FcWorkflowTrigger.Emulator.Tests.Oss;

public sealed class OssListingTests : IAsyncLifetime
{
    private OssTestServer _oss = null!;

    public async Task InitializeAsync() => _oss = await OssTestServer.StartAsync();

    public async Task DisposeAsync() => await _oss.DisposeAsync();

    [Theory]
    [InlineData("", "d/a b+c")]
    [InlineData("&encoding-type=url", "d/a%20b%2Bc")]
    public async Task Keys_are_encoded_only_on_request(string query, string key)
    {
        _oss.Store.Put("ledger", "d/a b+c", [], "text/plain");

        var listing = await ListAsync(query);

        Assert.Equal([key], listing.Elements("Contents").Select(entry => entry.Element("Key")!.Value));
    }

    [Fact]
    public async Task A_page_holds_100_keys_by_default_and_the_token_of_the_next_page()
    {
        foreach (var number in Enumerable.Range(0, 101))
        {
            _oss.Store.Put("ledger", $"d/{number:000}", [], "text/plain");
        }

        var first = await ListAsync("");
        var second = await ListAsync("", $"?continuation-token={first.Element("NextContinuationToken")!.Value}");

        Assert.Equal(("100", "100", "true"), (first.Element("MaxKeys")!.Value, first.Element("KeyCount")!.Value, first.Element("IsTruncated")!.Value));
        Assert.Equal(["d/100"], second.Elements("Contents").Select(entry => entry.Element("Key")!.Value));
    }

    [Theory]
    [InlineData("", "1000000000000001")]
    [InlineData("?list-type=2", null)]
    [InlineData("?list-type=2&fetch-owner=true", "1000000000000001")]
    public async Task Each_object_has_its_owner_in_version_1_and_on_request(string query, string? owner)
    {
        _oss.Store.Put("ledger", "k", [], "text/plain");

        using var reply = await _oss.SendAsync("GET", "", unsigned: query);

        Assert.Equal(owner, (await OssTestServer.XmlAsync(reply)).Element("Contents")!.Element("Owner")?.Element("ID")!.Value);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1001")]
    [InlineData("many")]
    public async Task An_invalid_page_size_is_refused(string size)
    {
        using var reply = await _oss.SendAsync("GET", "", unsigned: $"?list-type=2&max-keys={size}");

        Assert.Equal("400 InvalidArgument", await OssTestServer.CodeAsync(reply));
    }

    [Fact]
    public async Task Keys_are_grouped_at_the_delimiter_and_each_group_comes_once()
    {
        foreach (var key in new[] { "d/1/a", "d/1/b", "d/2/a", "d/x" })
        {
            _oss.Store.Put("ledger", key, [], "text/plain");
        }

        var listing = await ListAsync("&prefix=d/&delimiter=/");

        Assert.Equal(["d/1/", "d/2/"], listing.Elements("CommonPrefixes").Select(group => group.Element("Prefix")!.Value));
        Assert.Equal(["d/x"], listing.Elements("Contents").Select(entry => entry.Element("Key")!.Value));
    }

    [Theory]
    [InlineData("", "a b")]
    [InlineData("&encoding-type=url", "a%20b")]
    public async Task Many_objects_are_deleted_at_once_and_listed_as_requested(string query, string named)
    {
        const string Body = "<Delete><Object><Key>a b</Key></Object></Delete>";
        _oss.Store.Put("ledger", "a b", [], "text/plain");

        using var reply = await _oss.SendAsync("POST", "?delete", Body, unsigned: query, headers: "Content-MD5: " + Md5(Body));

        Assert.Equal(named, XDocument.Parse(await reply.Content.ReadAsStringAsync()).Root!.Element("Deleted")!.Element("Key")!.Value);
        Assert.Empty(_oss.Store.List("ledger", ""));
    }

    // The signed part of a listing's query is the token alone, in version 1.
    private async Task<XElement> ListAsync(string query, string signed = "")
    {
        using var reply = await _oss.SendAsync("GET", signed, unsigned: $"{(signed.Length == 0 ? "?" : "&")}list-type=2{query}");
        return XDocument.Parse(await reply.Content.ReadAsStringAsync()).Root!;
    }

    private static string Md5(string text) => FcWorkflowTrigger.Emulator.Oss.Operations.ObjectContent.Md5Base64(TestData.Bytes(text));
}
