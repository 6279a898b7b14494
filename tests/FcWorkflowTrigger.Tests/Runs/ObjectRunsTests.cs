using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Oss;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Tests.Ledger;
using FcWorkflowTrigger.Uploads;
using Microsoft.Extensions.Time.Testing;

namespace FcWorkflowTrigger.Tests.Runs;

public sealed class ObjectRunsTests
{
    private static readonly Upload Backfill = TestData.Upload().AsBackfill();

    private readonly InMemoryOss _oss;
    private readonly SlotRunLedger _ledger;
    private readonly ObjectRuns _runs;

    public ObjectRunsTests()
    {
        var time = new FakeTimeProvider(TestData.Now);
        _oss = new(time) { PageSize = 1000 };
        _ledger = new(_oss, new(time, new Jitter(new Random(1))), time);
        _runs = new(_ledger, new(_ledger, time));
    }

    [Fact]
    public async Task A_run_of_the_same_bytes_is_found_with_two_requests()
    {
        await ClaimAsync(TestData.Upload());
        var before = _oss.Requests;

        Assert.Equal(TestData.RunId, await _runs.FindAsync(Backfill, "video", default));
        Assert.Equal(before + 2, _oss.Requests);
        Assert.Null(await _runs.FindAsync(Backfill, "other", default));
        Assert.Null(await _runs.FindAsync((TestData.Upload() with { ETag = "0B1C1E9A7B3D5C286E8A9B1D2C3F4E57" }).AsBackfill(), "video", default));
    }

    [Fact]
    public async Task A_run_whose_event_had_no_ETag_may_be_of_these_bytes()
    {
        await ClaimAsync(TestData.Upload() with { ETag = "" });

        Assert.NotNull(await _runs.FindAsync(Backfill, "video", default));
    }

    [Fact]
    public async Task A_log_whose_first_record_is_gone_may_be_of_these_bytes()
    {
        await ClaimAsync(TestData.Upload());
        await _oss.PutAsync(LedgerKeys.Slot(TestData.RunId, 1), TestData.Bytes("{}"), default);
        await _oss.DeleteAsync(LedgerKeys.Slot(TestData.RunId, 0), default);

        Assert.Equal(TestData.RunId, await _runs.FindAsync(Backfill, "other", default));
    }

    private Task<Append> ClaimAsync(Upload upload) =>
        _ledger.TryAppendAsync(RunHistory.Empty(RunId.Create(upload, "video")), TestData.Claim() with { Src = ClaimSource.From(upload) }, default);
}
