namespace FcWorkflowTrigger.Emulator.Tests.Ims;

public sealed class RegisterMediaInfoTests : IAsyncLifetime
{
    private const string Token = "0123456789abcdef0123456789abcdef";
    private static readonly (string, string) Input = ("InputURL", "https://media-in.oss-cn-shanghai.aliyuncs.com/uploads/a%20b.mp4");
    private ImsTestServer _ims = null!;

    public async Task InitializeAsync() => _ims = await ImsTestServer.StartAsync();

    public async Task DisposeAsync() => await _ims.DisposeAsync();

    [Fact]
    public async Task An_object_registers_once_and_is_found_by_any_form_of_its_URL()
    {
        var first = await _ims.CallAsync("RegisterMediaInfo", Input);

        var second = await _ims.CallAsync("RegisterMediaInfo", ("InputURL", "oss://media-in/uploads/a b.mp4"));
        var found = await _ims.CallAsync("GetMediaInfo", Input);

        Assert.Equal("409 MediaAlreadyExist", second.Refusal);
        Assert.Equal(first["MediaId"], (string?)found.Body["MediaInfo"]!["MediaId"]);
    }

    [Fact]
    public async Task Overwriting_makes_a_new_asset_and_forgets_the_old_one()
    {
        var old = await _ims.CallAsync("RegisterMediaInfo", Input);

        var fresh = await _ims.CallAsync("RegisterMediaInfo", Input, ("Overwrite", "True"));

        Assert.NotEqual(old["MediaId"], fresh["MediaId"]);
        Assert.Equal("400 InvalidParameter", (await _ims.CallAsync("GetMediaInfo", ("MediaId", old["MediaId"]!))).Refusal);
    }

    [Fact]
    public async Task The_same_token_with_the_same_parameters_is_the_same_call_and_with_others_an_error()
    {
        var first = await _ims.CallAsync("RegisterMediaInfo", Input, ("ClientToken", Token), ("Title", "a"));

        var again = await _ims.CallAsync("RegisterMediaInfo", Input, ("ClientToken", Token), ("Title", "a"));
        var other = await _ims.CallAsync("RegisterMediaInfo", Input, ("ClientToken", Token), ("Title", "b"));

        Assert.Equal((200, first["MediaId"]), (again.Status, again["MediaId"]));
        Assert.Equal("400 InvalidParameter", other.Refusal);
    }

    [Fact]
    public async Task A_token_is_remembered_across_a_restart()
    {
        using var data = new TemporaryData();
        ImsReply before;

        await using (var first = await ImsTestServer.StartAsync(data.Open()))
        {
            before = await first.CallAsync("RegisterMediaInfo", Input, ("ClientToken", Token));
        }

        await using var second = await ImsTestServer.StartAsync(data.Open());
        var after = await second.CallAsync("RegisterMediaInfo", Input, ("ClientToken", Token));

        Assert.Equal(before["MediaId"], after["MediaId"]);
    }

    [Fact]
    public async Task A_reference_belongs_to_one_asset()
    {
        await _ims.CallAsync("RegisterMediaInfo", Input, ("ReferenceId", "run-0001"));

        var other = await _ims.CallAsync("RegisterMediaInfo", ("InputURL", "oss://media-in/uploads/other.mp4"), ("ReferenceId", "run-0001"));

        Assert.Equal("400 InvalidParameter", other.Refusal);
    }

    [Theory]
    [InlineData("ReferenceId", "short")]
    [InlineData("ReferenceId", "no spaces")]
    [InlineData("ClientToken", "31 characters are one too few..")]
    [InlineData("MediaTags", "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17")]
    [InlineData("MediaTags", "a tag of more than thirty-two bytes")]
    [InlineData("MediaType", "film")]
    [InlineData("MediaType", "text")]
    [InlineData("BusinessType", "other")]
    [InlineData("UserData", "no JSON")]
    [InlineData("RegisterConfig", "{")]
    [InlineData("InputURL", "ftp://media-in/a.mp4")]
    [InlineData("InputURL", "https://media-in.oss-cn-beijing.aliyuncs.com/a.mp4")]
    public async Task A_parameter_over_its_limit_is_refused_by_name(string name, string value)
    {
        var reply = await _ims.CallAsync("RegisterMediaInfo", name == "InputURL" ? [(name, value)] : [Input, (name, value)]);

        Assert.Equal("400 InvalidParameter", reply.Refusal);
        Assert.Contains(name is "MediaType" && value is "text" ? "BusinessType" : name, reply["Message"], StringComparison.Ordinal);
        Assert.Empty(_ims.State.Assets);
    }

    [Fact]
    public async Task A_title_of_129_bytes_is_refused_and_one_of_128_is_taken()
    {
        Assert.Equal("400 InvalidParameter", (await _ims.CallAsync("RegisterMediaInfo", Input, ("Title", new string('春', 43)))).Refusal);
        Assert.Equal(200, (await _ims.CallAsync("RegisterMediaInfo", Input, ("Title", new string('春', 42) + "ab"))).Status);
    }

    [Theory]
    [InlineData("uploads/a.MOV", "video")]
    [InlineData("uploads/a.flac", "audio")]
    [InlineData("uploads/a.heic", "image")]
    [InlineData("uploads/a.mxf", null)]
    public async Task The_media_type_is_detected_from_the_extension(string key, string? kind)
    {
        await _ims.CallAsync("RegisterMediaInfo", ("InputURL", $"oss://media-in/{key}"));

        Assert.Equal(kind, Assert.Single(_ims.State.Assets).MediaType);
    }

    [Fact]
    public async Task The_registered_fields_are_returned()
    {
        await _ims.CallAsync("RegisterMediaInfo", Input, ("CateId", "3100001234"), ("CoverURL", "https://example.com/a.png"));
        await _ims.CallAsync("RegisterMediaInfo", ("InputURL", "oss://media-in/uploads/plain.mp4"));

        var basic = (await _ims.CallAsync("GetMediaInfo", Input)).Body["MediaInfo"]!["MediaBasicInfo"]!;
        var plain = (await _ims.CallAsync("GetMediaInfo", ("InputURL", "oss://media-in/uploads/plain.mp4"))).Body["MediaInfo"]!["MediaBasicInfo"]!;

        Assert.Equal((3_100_001_234L, "https://example.com/a.png"), ((long)basic["CateId"]!, (string?)basic["CoverURL"]));
        Assert.Null(plain["CateId"]);
        Assert.Equal("400 InvalidParameter", (await _ims.CallAsync("RegisterMediaInfo", ("InputURL", "oss://media-in/uploads/b.mp4"), ("CateId", "films"))).Refusal);
    }

    [Fact]
    public async Task An_asset_is_ready_later_and_has_files_only_then()
    {
        await _ims.CallAsync("RegisterMediaInfo", Input);
        var before = (await _ims.CallAsync("GetMediaInfo", Input)).Body["MediaInfo"]!;

        _ims.Clock.Advance(TimeSpan.FromSeconds(3));
        var after = (await _ims.CallAsync("GetMediaInfo", Input)).Body["MediaInfo"]!;

        Assert.Equal(("Preparing", "Normal"), ((string?)before["MediaBasicInfo"]!["Status"], (string?)after["MediaBasicInfo"]!["Status"]));
        Assert.Null(before["FileInfoList"]);
        Assert.NotNull(after["FileInfoList"]);
    }
}
