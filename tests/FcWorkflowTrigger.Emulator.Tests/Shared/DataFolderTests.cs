using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Tests.Shared;

public sealed class DataFolderTests : IDisposable
{
    private readonly TemporaryData _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void A_write_that_fails_says_so_with_a_code_and_leaves_the_earlier_content_and_no_other_file()
    {
        // The name is free for the new file, and the rename on a folder fails: a write that is cut off half way.
        var folder = _data.Open();
        Directory.CreateDirectory(Path.Combine(_data.Folder, "kind", "taken.json"));

        var failure = Assert.Throws<DataFolderException>(() => folder.Write("kind", "taken", "new"u8));

        Assert.Equal("DATA-NOT-SAVED", failure.Code);
        Assert.StartsWith($"DATA-NOT-SAVED: '{Path.Combine(_data.Folder, "kind", "taken.json")}' could not be changed: ", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, _data.Files);
    }

    [Fact]
    public void A_write_to_a_kind_that_cannot_be_written_fails_and_changes_nothing()
    {
        var folder = _data.Open();
        folder.Write("kind", "one", "old"u8);
        _data.Block("kind");

        Assert.Throws<DataFolderException>(() => folder.Write("kind", "one", "new"u8));

        _data.Unblock("kind");
        Assert.Equal("old"u8, Assert.Single(folder.ReadAll("kind", content => content)));
    }

    [Fact]
    public void A_delete_that_fails_says_so()
    {
        // A folder cannot be deleted as a file.
        Directory.CreateDirectory(Path.Combine(_data.Folder, "kind", "one.json"));

        Assert.Equal("DATA-NOT-SAVED", Assert.Throws<DataFolderException>(() => _data.Open().Delete("kind", "one")).Code);
    }

    [Fact]
    public void Something_that_was_never_saved_can_be_deleted() => _data.Open().Delete("never", "saved");

    [Fact]
    public async Task A_step_is_tried_every_second_until_it_is_saved()
    {
        var time = TestData.Time();
        var tries = 0;
        var saving = _data.Open(time).UntilSavedAsync(() => Require(++tries == 3), default);

        Assert.Equal((1, false), (tries, saving.IsCompleted));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((2, false), (tries, saving.IsCompleted));
        time.Advance(TimeSpan.FromSeconds(1));

        await saving;
        Assert.Equal(3, tries);
    }

    [Fact]
    public async Task The_end_of_the_emulator_ends_the_tries()
    {
        using var stopping = new CancellationTokenSource();
        var saving = _data.Open(TestData.Time()).UntilSavedAsync(() => Require(false), stopping.Token);

        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => saving);
    }

    [Fact]
    public void What_a_killed_emulator_left_half_written_is_no_item_and_is_removed()
    {
        var folder = _data.Open();
        folder.Write("kind", "one", "1"u8);
        File.WriteAllText(Path.Combine(_data.Folder, "kind", "two.json.0123.tmp"), "ha");

        Assert.Single(folder.ReadAll("kind", content => content));
        folder.RemoveUnfinished();

        Assert.Equal(1, _data.Files);
    }

    [Fact]
    public void A_path_that_is_no_folder_is_refused_with_a_code()
    {
        var file = Path.Combine(_data.Folder, "file");
        File.WriteAllText(file, "");

        foreach (var path in new[] { file, Path.Combine(file, "below") })
        {
            var refused = Assert.Throws<DataFolderException>(() => new DataFolder(path).RequireUsable());

            Assert.StartsWith($"DATA-UNUSABLE: '{path}' cannot be used: ", refused.Message, StringComparison.Ordinal);
            Assert.Contains("--data", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_refused_with_a_code()
    {
        Directory.CreateDirectory(Path.Combine(_data.Folder, "kind"));
        File.CreateSymbolicLink(Path.Combine(_data.Folder, "kind", "a.json"), "a.json");

        Assert.Equal("DATA-UNUSABLE", Assert.Throws<DataFolderException>(() => _data.Open().ReadAll("kind", content => content)).Code);
    }

    private static void Require(bool saved)
    {
        if (!saved)
        {
            throw new DataFolderException("DATA-NOT-SAVED", "as asked for");
        }
    }
}
