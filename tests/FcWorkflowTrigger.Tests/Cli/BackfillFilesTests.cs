using System.Globalization;
using System.IO.Compression;
using System.Text;
using FcWorkflowTrigger.Cli.Backfill;
using FcWorkflowTrigger.Cli.Commands;
using FcWorkflowTrigger.Operations;
using FcWorkflowTrigger.Operations.Connecting;

namespace FcWorkflowTrigger.Tests.Cli;

/// <summary>What a backfill reads from files and writes to files.</summary>
public sealed class BackfillFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("backfill-").FullName;
    private readonly CloudContext _context = CloudContext.Open(new(Local: true, ConnectionRequest.DefaultPortBase, Profile: null), _ => null);

    public void Dispose()
    {
        _context.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("a,b", "a", "b")]
    [InlineData("\"a,1\",\"say \"\"b\"\"\",", "a,1", "say \"b\"", "")]
    [InlineData("", "")]
    public void A_line_of_CSV_is_split_at_the_commas_outside_of_quotes(string line, params string[] fields) => Assert.Equal(fields, CsvLine.Split(line));

    [Fact]
    public void What_is_joined_is_split_again() =>
        Assert.Equal(["a,b", "\"", "", "c"], CsvLine.Split(CsvLine.Join("a,b", "\"", null, "c")));

    [Theory]
    [InlineData("2026-01-31T12-05-06Z")]
    [InlineData("2026-01-31T12:05:06.000Z")]
    [InlineData("1769861106")]
    [InlineData("1769861106000")]
    public async Task An_inventory_is_read_by_its_own_columns(string time)
    {
        WriteManifest("CSV", "Bucket, Key, VersionId, IsLatest, IsDeleteMarker, Size, ETag, LastModifiedDate, IsMultipartUploaded");
        WriteData(
            $"\"media-in\",\"a%20%2B%25.mp4\",\"v1\",\"true\",\"false\",\"12\",\"\"\"4F0C\"\"\",\"{time}\",\"true\"",
            $"\"media-in\",\"a.mp4\",\"v0\",\"false\",\"false\",\"12\",\"4F0C\",\"{time}\",\"false\"",
            $"\"media-in\",\"gone.mp4\",\"v2\",\"true\",\"true\",\"\",\"\",\"{time}\",\"\"",
            $"\"other\",\"b.mp4\",\"v1\",\"true\",\"false\",\"12\",\"4F0C\",\"{time}\",\"false\"");

        var row = Assert.Single(await ReadAsync());

        Assert.Equal(new("a +%.mp4", "4F0C", 12, DateTimeOffset.Parse("2026-01-31T12:05:06Z", CultureInfo.InvariantCulture), IsMultipart: true), row);
    }

    [Theory]
    [InlineData("ORC", "Bucket, Key")]
    [InlineData("CSV", "Bucket, Size")]
    public async Task An_inventory_of_another_form_is_refused(string format, string schema)
    {
        WriteManifest(format, schema);

        Assert.StartsWith("INVENTORY-FORMAT: ", (await Assert.ThrowsAsync<OperationException>(ReadAsync)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_cut_off_or_not_there_is_named()
    {
        WriteManifest("CSV", "Bucket, Key");
        Assert.StartsWith("FILE-UNREADABLE: 'x.csv.gz', ", (await Assert.ThrowsAsync<OperationException>(ReadAsync)).Message, StringComparison.Ordinal);

        await File.WriteAllTextAsync(Path.Combine(_folder, "x.csv.gz"), "no gzip at all");
        Assert.StartsWith("INVENTORY-FORMAT: ", (await Assert.ThrowsAsync<OperationException>(ReadAsync)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_is_gone_on_with_by_the_same_question_only()
    {
        var path = Path.Combine(_folder, "checkpoint");
        var checkpoint = BackfillCheckpoint.Open(path, "question");
        Assert.Equal(new(), checkpoint.Position);
        checkpoint.Advance(new(12, "uploads/a.mp4"));
        checkpoint.Write();

        Assert.Equal(new(12, "uploads/a.mp4"), BackfillCheckpoint.Open(path, "question").Position);
        Assert.StartsWith("CHECKPOINT-OTHER: ", Assert.Throws<OperationException>(() => BackfillCheckpoint.Open(path, "another question")).Message, StringComparison.Ordinal);
        File.WriteAllText(path, "{");
        Assert.StartsWith("CHECKPOINT-OTHER: ", Assert.Throws<OperationException>(() => BackfillCheckpoint.Open(path, "question")).Message, StringComparison.Ordinal);
        checkpoint.Delete();
        Assert.Equal(new(), BackfillCheckpoint.Open(path, "question").Position);
    }

    [Fact]
    public void A_report_escapes_keys_and_is_added_to_when_a_backfill_goes_on()
    {
        var path = Path.Combine(_folder, "report.csv");

        foreach (var goesOn in (bool[])[false, true])
        {
            using var report = new BackfillReportFile(path, goesOn);
            report.Write(new("a,\u001b[31m\n.mp4", 1, "video", "opened", "run"));
        }

        Assert.Equal(["key,rule,result,run,reason", .. Enumerable.Repeat("\"a,%1B%5B31m%0A.mp4\",video,opened,run,", 2)], File.ReadAllLines(path));
    }

    [Fact]
    public void Counts_are_by_rule_result_and_reason() => Assert.Equal(
        [new("video", "new", null, 2, 5), new BackfillCount(null, "refused", "Folder", 1, 0), new(null, "refused", "NoRule", 1, 1)],
        BackfillCount.Count([new("a", 2, "video", "new"), new("b/", 0, null, "refused", Reason: "Folder"), new("c", 3, "video", "new"), new("d", 1, null, "refused", Reason: "NoRule")]));

    [Fact]
    public void A_moment_is_a_time_or_so_long_ago()
    {
        Assert.Equal(TestData.Now.AddHours(-25), new Moment(TimeSpan.FromHours(25)).Before(TestData.Now));
        Assert.Equal(TestData.Now, new Moment(At: TestData.Now).Before(TestData.Now.AddDays(1)));
    }

    private async Task<IReadOnlyList<InventoryRow>> ReadAsync() =>
        await new InventoryReader(_context).ReadAsync(Path.Combine(_folder, "manifest.json"), "media-in", default).ToListAsync();

    private void WriteManifest(string format, string schema) => File.WriteAllText(
        Path.Combine(_folder, "manifest.json"),
        $$"""{"fileFormat":"{{format}}","fileSchema":"{{schema}}","files":[{"key":"all/media-in/report/data/x.csv.gz","size":1}],"sourceBucket":"media-in"}""");

    private void WriteData(params string[] lines)
    {
        using var file = new GZipStream(File.Create(Path.Combine(_folder, "x.csv.gz")), CompressionLevel.Fastest);
        file.Write(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
    }
}
