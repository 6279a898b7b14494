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
}
