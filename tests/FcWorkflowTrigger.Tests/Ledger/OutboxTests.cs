using System.Net;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Ledger;

public sealed class OutboxTests
{
    [Fact]
    public async Task A_marker_that_cannot_be_written_for_later_is_kept_where_it_is()
    {
        var time = new FakeTimeProvider(TestData.Now);
        var oss = Substitute.For<IOssClient>();
        oss.PutAsync(default!, default, default).ThrowsAsyncForAnyArgs(new OssException("PutObject", HttpStatusCode.Forbidden, "AccessDenied", null));
        var outbox = new Outbox(oss, new Retry(time, new(new Random(1))), time, isUsed: true);
        var marker = new Marker(TestData.RunId, TestData.Now, Marker.Undelivered, End: 3);

        await Assert.ThrowsAsync<OssException>(() => outbox.RescheduleAsync(marker, TestData.Now.AddHours(2), default));

        await oss.DidNotReceiveWithAnyArgs().DeleteAsync(default!, default);
    }
}
