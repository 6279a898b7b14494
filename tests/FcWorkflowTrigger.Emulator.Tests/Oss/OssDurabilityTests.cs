using FcWorkflowTrigger.Emulator.Oss;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Tests.Oss;

/// <summary>OSS while its data cannot be saved: a change is refused as a whole, and works again when it can be saved.</summary>
public sealed class OssDurabilityTests : IAsyncLifetime
{
    private const string Refused = "500 InternalError";

    private readonly TemporaryData _data = new();
    private readonly List<ObjectCreated> _created = [];
    private OssTestServer _oss = null!;

    public async Task InitializeAsync()
    {
        _oss = await OssTestServer.StartAsync(_data.Open());
        using var reply = await _oss.SendAsync("PUT", "old", "old content");
        _oss.Store.Created += _created.Add;
    }

    public async Task DisposeAsync()
    {
        await _oss.DisposeAsync();
        _data.Dispose();
    }

    [Theory]
    [InlineData("oss-objects", "PUT", "new", "x")]
    [InlineData("oss-objects", "PUT", "old", "x")]
    [InlineData("oss-objects", "POST", "new?append&position=0", "x")]
    [InlineData("oss-objects", "PUT", "old?tagging", "<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag></TagSet></Tagging>")]
    [InlineData("oss-unsent-events", "PUT", "new", "x")]
    [InlineData("oss-unsent-events", "PUT", "old", "x")]
    [InlineData("oss-uploads", "POST", "new?uploads", null)]
    [InlineData("oss-buckets", "PUT", "?versioning", "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>")]
    public async Task A_change_that_cannot_be_saved_is_refused_with_the_code_of_OSS_and_nothing_is_changed(string kind, string method, string resource, string? body)
    {
        var before = State();
        _data.Block(kind);

        using var reply = await _oss.SendAsync(method, resource, body);

        Assert.Equal(Refused, await OssTestServer.CodeAsync(reply));
        Assert.Equal(before, State());
        Assert.Empty(_created);

        _data.Unblock(kind);
        Assert.Equal(before, State(TestData.Oss(_data.Open())));
        using var again = await _oss.SendAsync(method, resource, body);
        Assert.True(again.IsSuccessStatusCode);
        Assert.Equal(State(), State(TestData.Oss(_data.Open())));
    }

    [Fact]
    public async Task A_part_that_cannot_be_saved_is_refused_and_the_upload_goes_on()
    {
        var id = _oss.Store.BeginUpload(_oss.Store.Find("ledger", "old")!, "1");
        _data.Block("oss-parts");

        using var refused = await _oss.SendAsync("PUT", $"old?partNumber=1&uploadId={id}", "x");

        Assert.Equal(Refused, await OssTestServer.CodeAsync(refused));
        Assert.Empty(_oss.Store.Uploads.Parts(id));
        _data.Unblock("oss-parts");
        using var taken = await _oss.SendAsync("PUT", $"old?partNumber=1&uploadId={id}", "x");
        Assert.Single(_oss.Store.Uploads.Parts(id));
    }

    [Fact]
    public async Task An_object_whose_file_cannot_be_deleted_stays()
    {
        var file = Directory.GetFiles(Path.Combine(_data.Folder, "oss-objects")).Single();
        File.Move(file, Path.Combine(_data.Folder, "aside"));
        Directory.CreateDirectory(file);

        using var refused = await _oss.SendAsync("DELETE", "old");

        Assert.Equal(Refused, await OssTestServer.CodeAsync(refused));
        Assert.NotNull(_oss.Store.Find("ledger", "old"));
        Directory.Delete(file);
        using var deleted = await _oss.SendAsync("DELETE", "old");
        Assert.Null(_oss.Store.Find("ledger", "old"));
    }

    [Fact]
    public void A_bucket_that_cannot_be_saved_is_not_there()
    {
        _data.Block("oss-buckets");

        Assert.Throws<DataFolderException>(() => _oss.Store.CreateBucket("third"));

        Assert.Equal("NoSuchBucket", Assert.Throws<OssError>(() => _oss.Store.RequireBucket("third")).Code);
        _data.Unblock("oss-buckets");
        _oss.Store.CreateBucket("third");
        TestData.Oss(_data.Open()).RequireBucket("third");
    }

    [Fact]
    public async Task An_event_that_was_not_sent_is_there_after_a_restart_until_it_is_sent()
    {
        using var put = await _oss.SendAsync("PUT", "new", "x");
        var created = Assert.Single(_created);
        var next = new OssStore(TestData.Clock(), _data.Open());

        // The first object was created before a trigger listened, and its event waits too.
        Assert.Equal(["new", "old"], next.Unsent.Select(unsent => unsent.Key).Order());
        Assert.Contains(created, next.Unsent);
        next.SetSent(created);

        Assert.Equal("old", Assert.Single(new OssStore(TestData.Clock(), _data.Open()).Unsent).Key);
    }

    [Fact]
    public void An_event_whose_object_was_never_written_is_forgotten()
    {
        _data.Open().Write("oss-unsent-events", "0123", System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(
            new ObjectCreated("ledger", "never", "ObjectCreated:PutObject", "E", 1, 1, "0123", null, TestData.Now), OssJson.Default.ObjectCreated));

        Assert.DoesNotContain(new OssStore(TestData.Clock(), _data.Open()).Unsent, unsent => unsent.Key == "never");
        Assert.False(File.Exists(Path.Combine(_data.Folder, "oss-unsent-events", "0123.json")));
    }

    private string State(OssStore? store = null)
    {
        store ??= _oss.Store;
        var objects = store.List("ledger", "").Select(stored => $"{stored.Key}={Convert.ToHexString(stored.Body)}#{stored.Tags?.Count}@{stored.LastModified:O}");
        return $"{string.Join(' ', objects)} {store.Versioning("ledger")}";
    }
}
