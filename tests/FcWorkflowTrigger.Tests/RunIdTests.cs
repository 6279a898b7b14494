using FsCheck.Xunit;

namespace FcWorkflowTrigger.Tests;

public sealed class RunIdTests
{
    [Fact]
    public void A_redelivered_event_names_the_same_run() =>
        Assert.Equal(RunId.Of(Given.Upload(), "video"), RunId.Of(Given.Upload(), "video"));

    [Fact]
    public void Another_upload_of_the_same_key_is_another_run_of_the_same_object()
    {
        var first = RunId.Of(Given.Upload(), "video");
        var second = RunId.Of(Given.Upload(requestId: "69B51B253A7C4E3139D20F8B"), "video");

        Assert.NotEqual(first, second);
        Assert.Equal(first.KeyHash.ToString(), second.KeyHash.ToString());
    }

    [Fact]
    public void Another_rule_makes_another_run() =>
        Assert.NotEqual(RunId.Of(Given.Upload(), "video"), RunId.Of(Given.Upload(), "audio"));

    [Fact]
    public void Without_a_request_id_the_upload_is_known_by_its_etag_size_and_time()
    {
        var upload = Given.Upload() with { RequestId = null };

        Assert.Equal(RunId.Of(upload, "video"), RunId.Of(upload with { RequestId = "" }, "video"));
        Assert.NotEqual(RunId.Of(upload, "video"), RunId.Of(upload with { ETag = "other" }, "video"));
    }

    [Fact]
    public void The_recipe_never_changes_because_the_ledger_outlives_the_binary() =>
        Assert.Equal("f46dd4214c5fbb1f2b657187", RunId.Of(Given.Upload(), "video").KeyHash.ToString());

    [Property]
    public void Any_key_makes_an_id_that_reads_back(string? key)
    {
        var id = RunId.Of(Given.Upload(key ?? "k"), "video");

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
