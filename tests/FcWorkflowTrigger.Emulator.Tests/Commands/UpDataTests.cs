using FcWorkflowTrigger.Emulator.Tests.Tls;

namespace FcWorkflowTrigger.Emulator.Tests.Commands;

/// <summary><c>up --data</c> on a folder that is not as it should be: one sentence with a code, and no stack trace.</summary>
public sealed class UpDataTests : IDisposable
{
    private readonly TemporaryData _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task A_folder_that_cannot_be_used_is_refused()
    {
        var file = Path.Combine(_data.Folder, "file");
        await File.WriteAllTextAsync(file, "");

        await RefusedAsync("DATA-UNUSABLE", Path.Combine(file, "below"));
    }

    [Theory]
    [InlineData("oss-objects", "{\"Bucket\":\"media-in\",\"Key\":\"up")]
    [InlineData("ims-tasks", "")]
    [InlineData("fc-events", "{}")]
    [InlineData("clock", "soon")]
    [InlineData("secret", "c2hvcnQ=")]
    [InlineData("secret", "not base64!")]
    public async Task A_damaged_file_is_refused(string kind, string content)
    {
        _data.Open().Write(kind, "damaged", TestData.Bytes(content));

        var error = await RefusedAsync("DATA-CORRUPT", _data.Folder);

        Assert.Contains(Path.Combine(_data.Folder, kind, "damaged.json"), error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_for_the_authority_that_cannot_be_written_is_refused()
    {
        await File.WriteAllTextAsync(Path.Combine(_data.Folder, "tls"), "");

        await RefusedAsync("DATA-NOT-SAVED", _data.Folder, "--tls");
    }

    private static async Task<string> RefusedAsync(string code, string folder, params string[] options)
    {
        var (exit, output, error) = await EmulatorProcess.RunAsync(["up", "--data", folder, .. options]);

        Assert.Equal((1, ""), (exit, output));
        Assert.StartsWith($"{code}: '", error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
        return error;
    }
}
