using System.Net;
using System.Xml.Linq;

namespace FcWorkflowTrigger.Emulator.Tests.Oss;

/// <summary>Against the OSS documentation, "Storage classes".</summary>
public sealed class StorageClassTests : IAsyncLifetime
{
    private OssTestServer _oss = null!;

    public async Task InitializeAsync() => _oss = await OssTestServer.StartAsync();

    public async Task DisposeAsync() => await _oss.DisposeAsync();

    [Fact]
    public async Task Each_kind_of_upload_has_the_requested_storage_class()
    {
        const string Header = "x-oss-storage-class: IA";
        _oss.Store.Put("ledger", "source", TestData.Bytes("x"), "text/plain");
        await _oss.SendAsync("PUT", "put", "x", headers: Header);
        await _oss.SendAsync("PUT", "copy", headers: [Header, "x-oss-copy-source: /ledger/source"]);
        await _oss.SendAsync("POST", "log?append&position=0", "x", headers: Header);
        using var begun = await _oss.SendAsync("POST", "whole?uploads", headers: Header);
        var id = XDocument.Parse(await begun.Content.ReadAsStringAsync()).Root!.Element("UploadId")!.Value;

        using var listing = await _oss.SendAsync("GET", "");

        var classes = XDocument.Parse(await listing.Content.ReadAsStringAsync()).Root!.Elements("Contents")
            .Select(entry => $"{entry.Element("Key")!.Value} {entry.Element("StorageClass")!.Value}");
        Assert.Equal(["copy IA", "log IA", "put IA", "source Standard"], classes);
        Assert.Equal("IA", _oss.Store.Uploads.Find(id)!.Whole.StorageClass);
    }

    [Theory]
    [InlineData("Archive")]
    [InlineData("ColdArchive")]
    [InlineData("DeepColdArchive")]
    public async Task An_archived_object_is_described_and_neither_read_nor_copied(string storageClass)
    {
        await _oss.SendAsync("PUT", "k", "x", headers: $"x-oss-storage-class: {storageClass}");

        using var head = await _oss.SendAsync("HEAD", "k");
        using var read = await _oss.SendAsync("GET", "k", headers: "Range: bytes=0-0");
        using var copied = await _oss.SendAsync("PUT", "copy", headers: "x-oss-copy-source: /ledger/k");

        Assert.Equal((HttpStatusCode.OK, storageClass), (head.StatusCode, head.Headers.GetValues("x-oss-storage-class").Single()));
        Assert.Equal(("403 InvalidObjectState", "403 InvalidObjectState"), (await OssTestServer.CodeAsync(read), await OssTestServer.CodeAsync(copied)));
    }

    [Fact]
    public async Task A_copy_without_a_storage_class_takes_the_class_of_the_bucket()
    {
        await _oss.SendAsync("PUT", "source", "x", headers: "x-oss-storage-class: IA");

        await _oss.SendAsync("PUT", "target", headers: "x-oss-copy-source: /ledger/source");

        Assert.Equal("Standard", _oss.Store.Find("ledger", "target")!.StorageClass);
    }
}
