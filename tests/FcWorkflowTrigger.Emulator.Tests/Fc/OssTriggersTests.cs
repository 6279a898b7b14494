using FcWorkflowTrigger.Emulator.Fc.Deployment;
using FcWorkflowTrigger.Emulator.Fc.Triggers;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Tests.Fc;

public sealed class OssTriggersTests
{
    [Theory]
    [InlineData("media-in", "ObjectCreated:PutObject", "uploads/a.mp4", true)]
    [InlineData("ledger", "ObjectCreated:PutObject", "uploads/a.mp4", false)]
    [InlineData("media-in", "ObjectCreated:AppendObject", "uploads/a.mp4", false)]
    [InlineData("media-in", "ObjectCreated:PutObject", "Uploads/a.mp4", false)]
    [InlineData("media-in", "ObjectCreated:PutObject", "uploads/a.MP4", false)]
    public void A_trigger_matches_its_bucket_its_events_its_prefix_and_its_suffix(string bucket, string eventName, string key, bool matches)
    {
        var trigger = new TriggerConfig.Oss("t", "media-in", ["oss:ObjectCreated:PutObject"], "uploads/", ".mp4");

        Assert.Equal(matches, OssTriggers.IsMatch(trigger, new ObjectCreated(bucket, key, eventName, "E", 1, 1, "R", null, TestData.Now)));
    }

    [Theory]
    [InlineData("PutObject")]
    [InlineData("PostObject")]
    [InlineData("CopyObject")]
    [InlineData("AppendObject")]
    [InlineData("PutSymlink")]
    [InlineData("InitiateMultipartUpload")]
    [InlineData("UploadPart")]
    [InlineData("UploadPartCopy")]
    [InlineData("CompleteMultipartUpload")]
    public void A_trigger_on_every_creation_matches_each_of_them_and_one_on_a_single_one_no_other(string eventName)
    {
        var created = new ObjectCreated("media-in", "uploads/a.mp4", $"ObjectCreated:{eventName}", "E", 1, 1, "R", null, TestData.Now);

        Assert.True(OssTriggers.IsMatch(new("t", "media-in", ["oss:ObjectCreated:*"], "uploads/", ""), created));
        Assert.Equal(eventName == "PostObject", OssTriggers.IsMatch(new("t", "media-in", ["oss:ObjectCreated:PostObject"], "uploads/", ""), created));
    }
}
