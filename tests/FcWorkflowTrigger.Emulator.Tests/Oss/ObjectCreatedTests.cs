using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Tests.Oss;

/// <summary>Every event that OSS sends under <c>ObjectCreated:*</c> (Function Compute documentation, "OSS triggers").</summary>
public sealed class ObjectCreatedTests : IAsyncLifetime
{
    private readonly List<ObjectCreated> _created = [];
    private readonly TemporaryData _data = new();
    private OssTestServer _oss = null!;

    public async Task InitializeAsync()
    {
        _oss = await OssTestServer.StartAsync(_data.Open());
        _oss.Store.Created += _created.Add;
    }

    public async Task DisposeAsync()
    {
        await _oss.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task Each_way_to_create_an_object_or_a_part_of_one_has_its_event()
    {
        using var put = await _oss.SendAsync("PUT", "put", "four");
        using var copied = await _oss.SendAsync("PUT", "copy", "", headers: "x-oss-copy-source: /ledger/put");
        using var appended = await _oss.SendAsync("POST", "append?append&position=0", "one");
        using var linked = await _oss.SendAsync("PUT", "link?symlink", "", headers: "x-oss-symlink-target: put");
        using var begun = await _oss.SendAsync("POST", "film?uploads");
        var id = (await OssTestServer.XmlAsync(begun)).Element("UploadId")!.Value;
        using var part = await _oss.SendAsync("PUT", $"film?partNumber=1&uploadId={id}", "part1");
        using var partCopy = await _oss.SendAsync("PUT", $"film?partNumber=2&uploadId={id}", "", headers: "x-oss-copy-source: /ledger/put");
        using var done = await _oss.SendAsync("POST", $"film?uploadId={id}", CompleteBody(part, partCopy));
        using var form = PostObjectTests.Form("post");
        using var posted = await _oss.Http.PostAsync("ledger", form);

        Assert.Equal(
            [
                "put PutObject 4", "copy CopyObject 4", "append AppendObject 3", "link PutSymlink 0", "film InitiateMultipartUpload 0", "film UploadPart 5",
                "film UploadPartCopy 4", "film CompleteMultipartUpload 9", "post PostObject 7",
            ],
            _created.Select(created => $"{created.Key} {created.EventName.Replace("ObjectCreated:", "", StringComparison.Ordinal)} {created.Size}"));
        Assert.Equal(_created.Count, _created.Select(created => created.RequestId).Distinct().Count());
    }

    [Fact]
    public async Task The_event_of_a_part_that_was_not_sent_is_sent_by_the_next_process_while_the_upload_is_open()
    {
        using var begun = await _oss.SendAsync("POST", "film?uploads");
        var id = (await OssTestServer.XmlAsync(begun)).Element("UploadId")!.Value;
        using var part = await _oss.SendAsync("PUT", $"film?partNumber=1&uploadId={id}", "part1");

        Assert.Equal(["ObjectCreated:InitiateMultipartUpload", "ObjectCreated:UploadPart"], TestData.Oss(_data.Open()).Unsent.Select(created => created.EventName).Order());
        _oss.Store.Uploads.End(id);
        Assert.Empty(TestData.Oss(_data.Open()).Unsent);
    }

    [Theory]
    [InlineData("oss-uploads", "film?uploads")]
    [InlineData("oss-parts", "film?partNumber=1&uploadId=")]
    public async Task What_could_not_be_saved_has_no_event(string kind, string resource)
    {
        using var begun = await _oss.SendAsync("POST", "film?uploads");
        var id = (await OssTestServer.XmlAsync(begun)).Element("UploadId")!.Value;
        _created.Clear();
        _data.Block(kind);

        using var refused = await _oss.SendAsync(kind == "oss-parts" ? "PUT" : "POST", resource + (kind == "oss-parts" ? id : ""), "x");

        Assert.Equal("500 InternalError", await OssTestServer.CodeAsync(refused));
        _data.Unblock(kind);
        Assert.Empty(_created);
        Assert.Equal(["ObjectCreated:InitiateMultipartUpload"], TestData.Oss(_data.Open()).Unsent.Select(created => created.EventName));
    }

    private static string CompleteBody(params HttpResponseMessage[] parts) =>
        $"<CompleteMultipartUpload>{string.Concat(parts.Select((part, index) => $"<Part><PartNumber>{index + 1}</PartNumber><ETag>{part.Headers.ETag!.Tag}</ETag></Part>"))}</CompleteMultipartUpload>";
}
