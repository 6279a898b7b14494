using FcWorkflowTrigger.Emulator.Oss;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Tests.Oss;

public sealed class OssStoreTests
{
    [Fact]
    public void A_created_object_raises_an_event_with_its_growth()
    {
        var oss = TestData.Oss();
        var created = new List<ObjectCreated>();
        oss.Created += created.Add;

        oss.Put("media-in", "uploads/a.mp4", TestData.Bytes("four"), "video/mp4");
        oss.Put("media-in", "uploads/a.mp4", TestData.Bytes("2!"), "video/mp4");

        Assert.Equal([("ObjectCreated:PutObject", 4L, 4L), ("ObjectCreated:PutObject", 2L, -2L)], created.Select(one => (one.EventName, one.Size, one.DeltaSize)));
        Assert.Equal("8CBAD96ACED40B3838DD9F07F6EF5772", created[0].ETag);
    }

    [Fact]
    public void A_change_that_returns_the_current_object_changes_nothing_and_raises_no_event()
    {
        var oss = TestData.Oss();
        var before = oss.Put("ledger", "k", TestData.Bytes("x"), "text/plain");
        oss.Created += _ => Assert.Fail("Nothing was created.");

        Assert.Same(before, oss.Change("ledger", "k", "ObjectCreated:AppendObject", "1", current => current!));
    }

    [Fact]
    public void A_missing_bucket_is_reported() =>
        Assert.Equal("NoSuchBucket", Assert.Throws<OssError>(() => TestData.Oss().Put("elsewhere", "k", [], "text/plain")).Code);

    [Fact]
    public void Objects_with_their_tags_buckets_versioning_and_open_uploads_survive_a_restart()
    {
        using var data = new TemporaryData();
        var first = TestData.Oss(data.Open());
        first.CreateBucket("third");
        first.SetVersioning("ledger", "Suspended");
        var whole = first.Put("media-in", "uploads/春.mp4", TestData.Bytes("film"), "video/mp4");
        var tags = new Dictionary<string, string> { ["stage"] = "raw" };
        first.Change("media-in", whole.Key, null, "1", current => current! with { StorageClass = "Archive", Tags = tags });
        first.Put("media-in", "uploads/gone.mp4", [], "video/mp4");
        first.Delete("media-in", "uploads/gone.mp4");
        var upload = first.BeginUpload(whole, "2");
        first.PutPart(first.Uploads.Find(upload)!, new(upload, 2, TestData.Bytes("part"), "ETAG"), "ObjectCreated:UploadPart", "3");

        var second = TestData.Oss(data.Open());

        second.RequireBucket("third");
        Assert.Equal("Suspended", second.Versioning("ledger"));
        Assert.Null(second.Versioning("media-in"));
        var film = Assert.Single(second.List("media-in", ""));
        Assert.Equal("film"u8, film.Body);
        Assert.Equal(("Archive", "raw", whole.LastModified), (film.StorageClass, film.Tags!["stage"], film.LastModified));
        Assert.Equal((2, "ETAG"), second.Uploads.Parts(upload).Select(part => (part.Number, part.ETag)).Single());
    }

    [Fact]
    public void An_ended_upload_leaves_no_file_behind()
    {
        using var data = new TemporaryData();
        var oss = new OssStore(TestData.Clock(), data.Open());
        const string upload = "UPLOAD";
        oss.Uploads.Begin(new(upload, new("ledger", "k", [], "", "Multipart", "text/plain", new Dictionary<string, string>(), default)));
        oss.Uploads.Put(new(upload, 1, TestData.Bytes("part"), "ETAG"));

        oss.Uploads.End(upload);

        Assert.Equal(0, data.Files);
        Assert.Null(oss.Uploads.Find(upload));
    }
}
