using FcWorkflowTrigger.Emulator.Oss;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Tests.Oss;

public sealed class OssStoreTests
{
    [Fact]
    public void A_created_object_is_announced_with_its_growth()
    {
        var oss = Given.Oss();
        var heard = new List<ObjectCreated>();
        oss.Created += heard.Add;

        oss.Put("media-in", "uploads/a.mp4", Given.Bytes("four"), "video/mp4");
        oss.Put("media-in", "uploads/a.mp4", Given.Bytes("2!"), "video/mp4");

        Assert.Equal([("ObjectCreated:PutObject", 4L, 4L), ("ObjectCreated:PutObject", 2L, -2L)], heard.Select(one => (one.EventName, one.Size, one.DeltaSize)));
        Assert.Equal("8CBAD96ACED40B3838DD9F07F6EF5772", heard[0].ETag);
    }

    [Fact]
    public void A_change_that_hands_back_what_was_there_changes_and_announces_nothing()
    {
        var oss = Given.Oss();
        var before = oss.Put("ledger", "k", Given.Bytes("x"), "text/plain");
        oss.Created += _ => Assert.Fail("Nothing was created.");

        Assert.Same(before, oss.Change("ledger", "k", "ObjectCreated:AppendObject", "1", current => current!));
    }

    [Fact]
    public void A_missing_bucket_is_said_to_be_missing() =>
        Assert.Equal("NoSuchBucket", Assert.Throws<OssError>(() => Given.Oss().Put("elsewhere", "k", [], "text/plain")).Code);

    [Fact]
    public void Objects_with_their_tags_buckets_versioning_and_uploads_under_way_survive_a_restart()
    {
        using var data = new TemporaryData();
        var first = Given.Oss(data.Open());
        first.CreateBucket("third");
        first.SetVersioning("ledger", "Suspended");
        var whole = first.Put("media-in", "uploads/春.mp4", Given.Bytes("film"), "video/mp4");
        var tags = new Dictionary<string, string> { ["stage"] = "raw" };
        first.Change("media-in", whole.Key, null, "1", current => current! with { StorageClass = "Archive", Tags = tags });
        first.Put("media-in", "uploads/gone.mp4", [], "video/mp4");
        first.Delete("media-in", "uploads/gone.mp4");
        var upload = first.Uploads.Begin(whole);
        first.Uploads.Put(new(upload, 2, Given.Bytes("part"), "ETAG"));

        var second = Given.Oss(data.Open());

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
        var oss = new OssStore(Given.Clock(), data.Open());
        var upload = oss.Uploads.Begin(new("ledger", "k", [], "", "Multipart", "text/plain", new Dictionary<string, string>(), default));
        oss.Uploads.Put(new(upload, 1, Given.Bytes("part"), "ETAG"));

        oss.Uploads.End(upload);

        Assert.Equal(0, data.Files);
        Assert.Null(oss.Uploads.Find(upload));
    }
}
