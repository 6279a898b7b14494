using FcWorkflowTrigger.Emulator.Fc.Async;
using FcWorkflowTrigger.Emulator.Ims;
using FcWorkflowTrigger.Emulator.Ims.Signing;
using FcWorkflowTrigger.Emulator.Oss;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Tests.Shared;

/// <summary>Every file that the emulator reads at its start, damaged in every way that can be told from a whole file.</summary>
public sealed class CorruptDataTests : IDisposable
{
    private static readonly string[] Damages = ["", "null", "{}", "[]", "{\"Name\":", "\0\0\0\0", "7", "-7", "99999999999999999999", "a b", "\"text\""];

    private readonly TemporaryData _data = new();

    private static readonly string[] Names =
        ["oss-buckets", "oss-objects", "oss-unsent-events", "oss-uploads", "oss-parts", "ims-assets", "ims-tasks", "ims-callback", "ims-nonces", "fc-events", "clock"];

    public static TheoryData<string> Kinds => new(Names);

    public void Dispose() => _data.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_damaged_file_is_named_with_a_code_and_what_to_do(string kind)
    {
        foreach (var damage in Damages.Where(damage => kind != "clock" || damage != "7"))
        {
            var file = Save(kind, damage);

            var refused = Assert.Throws<DataFolderException>(() => Read(kind));

            Assert.StartsWith($"DATA-CORRUPT: '{file}' is damaged: ", refused.Message, StringComparison.Ordinal);
            Assert.EndsWith("Put back a copy of the file, or remove it if what it holds may be forgotten.", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_file_that_a_start_reads_is_refused_when_its_end_is_missing()
    {
        Fill();

        foreach (var file in Directory.GetFiles(_data.Folder, "*.json", SearchOption.AllDirectories))
        {
            var kind = Path.GetFileName(Path.GetDirectoryName(file))!;
            var whole = File.ReadAllBytes(file);
            File.WriteAllBytes(file, whole[..^1]);

            Assert.Contains(kind, Names);
            Assert.Equal("DATA-CORRUPT", Assert.Throws<DataFolderException>(() => Read(kind)).Code);

            File.WriteAllBytes(file, whole);
            Read(kind);
        }
    }

    [Fact]
    public void An_object_of_a_bucket_that_is_gone_is_refused()
    {
        Fill();
        Directory.Delete(Path.Combine(_data.Folder, "oss-buckets"), recursive: true);

        Assert.Contains("There is no bucket 'media-in'.", Assert.Throws<DataFolderException>(() => Read("oss-objects")).Message, StringComparison.Ordinal);
    }

    private string Save(string kind, string content)
    {
        var file = Path.Combine(_data.Folder, kind, "damaged.json");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
        return file;
    }

    private void Fill()
    {
        var data = _data.Open();
        var oss = TestData.Oss(data);
        var whole = oss.Put("media-in", "uploads/a.mp4", TestData.Bytes("film"), "video/mp4");
        oss.Uploads.Put(new(oss.BeginUpload(whole, "1"), 1, TestData.Bytes("part"), "ETAG"));
        var ims = new ImsState(data);
        ims.Register(new("0123", "oss://media-in/a", "media-in", "a", "title", null, null, true, TestData.Now, TestData.Now), _ => new(null, null));
        ims.Add(new("4567", "1", "media-in", "a", null, "{}", "{}", "Succeed", TestData.Now, TestData.Now, TestData.Now));
        ims.Set(new("HTTP", "http://127.0.0.1/", null, "", "off", null));
        new NonceStore(data).TryUse("nonce", TestData.Now);
        data.Write("fc-events", "1-2-3", System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(
            new AsyncEvent("ingest", "1-2-3", [1], TestData.Now), Emulator.Fc.FcJson.Default.AsyncEvent));
    }

    // As a start does.
    private void Read(string kind)
    {
        var data = _data.Open();

        switch (kind.Split('-')[0])
        {
            case "oss":
                _ = new OssStore(TestData.Clock(), data);
                break;
            case "clock":
                _ = new EmulatorClock(TestData.Time(), data);
                break;
            case "fc":
                new AsyncQueue(new([], new("/no/binary/is/needed"), TestData.Clock(), new(), default), TestData.Clock(), data, new(), default).Resume();
                break;
            default:
                _ = new ImsState(data);
                _ = new NonceStore(data);
                break;
        }
    }
}
