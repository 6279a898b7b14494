using FcWorkflowTrigger.Uploads;
using FsCheck.Xunit;

namespace FcWorkflowTrigger.Tests.Uploads;

public sealed class RunIdTests
{
    [Fact]
    public void A_redelivered_event_names_the_same_run() =>
        Assert.Equal(RunId.Create(TestData.Upload(), "video"), RunId.Create(TestData.Upload(), "video"));

    [Fact]
    public void Another_upload_of_the_same_key_is_another_run_of_the_same_object()
    {
        var first = RunId.Create(TestData.Upload(), "video");
        var second = RunId.Create(TestData.Upload(requestId: "69B51B253A7C4E3139D20F8B"), "video");

        Assert.NotEqual(first, second);
        Assert.Equal(first.KeyHash.ToString(), second.KeyHash.ToString());
    }

    [Fact]
    public void Another_rule_makes_another_run() =>
        Assert.NotEqual(RunId.Create(TestData.Upload(), "video"), RunId.Create(TestData.Upload(), "audio"));

    [Fact]
    public void Without_a_request_id_the_upload_is_known_by_its_etag_size_and_time()
    {
        var upload = TestData.Upload() with { RequestId = null };

        Assert.Equal(RunId.Create(upload, "video"), RunId.Create(upload with { RequestId = "" }, "video"));
        Assert.NotEqual(RunId.Create(upload, "video"), RunId.Create(upload with { ETag = "other" }, "video"));
    }

    [Fact]
    public void The_recipe_never_changes_because_the_ledger_outlives_the_binary() =>
        Assert.Equal("f46dd4214c5fbb1f2b65718734f3d8d158fac813", RunId.Create(TestData.Upload(), "video").Value);

    [Property]
    public void Any_key_makes_an_id_that_reads_back(string? key)
    {
        var id = RunId.Create(TestData.Upload(key ?? "k"), "video");

        Assert.True(RunId.TryParse(id.Value, out var back));
        Assert.Equal(id, back);
    }

    [Theory]
    [InlineData("")]
    [InlineData("E11E57FF5B8DDA2C5A1E7D20E11E57FF5B8DDA2C")]
    [InlineData("../../../../../../../../../../etc/passwd")]
    [InlineData("e11e57ff5b8dda2c5a1e7d20e11e57ff5b8dda2c0")]
    public void Anything_but_forty_lower_case_hex_digits_is_no_id(string text) => Assert.False(RunId.TryParse(text, out _));
}
