using System.Net;
using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Oss;
using Microsoft.Extensions.Time.Testing;

namespace FcWorkflowTrigger.Tests.Cloud;

/// <summary>Whoever calls a call off does not wait for its reply.</summary>
public sealed class CalledOffTests
{
    private readonly FakeTimeProvider _time = new(TestData.Now);

    [Fact]
    public async Task A_call_of_OSS_ends_with_its_caller() => await AssertAllEndAsync(http =>
    {
        var oss = new OssClient(http.Invoker, new(new("https://oss.example.com"), "ledger", "cn-shanghai"), Keys(), new(_time));
        return
        [
            token => oss.GetAsync("k", token),
            token => oss.PutAsync("k", default, token),
            token => oss.PutIfAbsentAsync("k", default, token),
            token => oss.AppendAsync("k", 0, default, token),
            token => oss.DeleteAsync("k", token),
            token => oss.ListAsync("p", null, token),
            token => oss.GetVersioningAsync(token),
        ];
    });

    [Fact]
    public async Task A_look_at_an_object_ends_with_its_caller() => await AssertAllEndAsync(http =>
    {
        var objects = new ObjectReader(new(http.Invoker, Keys(), new(_time)), new("https://oss.example.com"), "cn-shanghai");
        return
        [
            token => objects.HeadAsync("b", "k", token),
            token => objects.GetTaggingAsync("b", "k", null, token),
            token => objects.GetStartAsync("b", "k", "e", 1, token),
            token => objects.GetAsync("b", "k", 1, token),
            token => objects.PutTaggingAsync("b", "k", null, new Dictionary<string, string>(), token),
        ];
    });

    [Fact]
    public async Task A_call_of_IMS_ends_with_its_caller() => await AssertAllEndAsync(http =>
    {
        var ims = new ImsClient(http.Invoker, new("https://ice.example.com"), Keys(), new(_time), new(0, _time));
        return
        [
            token => ims.RegisterMediaInfoAsync(new("u", "t", "r", "{}", "title", null), token),
            token => ims.GetMediaInfoAsync(new("m"), token),
            token => ims.StartWorkflowAsync(new("w", "{}", "{}"), new(TestData.Now, "n"), token),
            token => ims.GetWorkflowTaskAsync(new("t"), token),
            token => ims.ListWorkflowTasksAsync(new("k", null, TestData.Now), token),
        ];
    });

    private static CredentialStore Keys() => new(new("local", "local-secret", "local-token"));

    private static async Task AssertAllEndAsync(Func<StubHttp, IReadOnlyList<Func<CancellationToken, Task>>> calls)
    {
        using var caller = new CancellationTokenSource();
        using var http = new StubHttp(HttpStatusCode.Forbidden, "");

        foreach (var (number, call) in calls(http).Index())
        {
            await Assert.ThrowsAnyAsync<Exception>(() => call(caller.Token));

            Assert.Equal(number + 1, http.Tokens.Count);
            Assert.Equal(caller.Token, http.Tokens[number]);
        }
    }
}
