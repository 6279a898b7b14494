using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Cloud.Http;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Runs.Start;
using Microsoft.Extensions.Time.Testing;

namespace FcWorkflowTrigger.Tests.Cloud.Http;

/// <summary>A connection lost in the middle of each kind of call.</summary>
public sealed class LostConnectionTests : IDisposable
{
    private readonly RawServer _server = new();
    private readonly HttpMessageInvoker _http = CloudHttp.Create(CloudHttp.CreateHandler());
    private readonly CloudClock _clock = new(new FakeTimeProvider(TestData.Now));

    // Before the reply, inside its head, inside its body.
    public static TheoryData<string, string> Writes => Cross(
        ["StartWorkflow", "RegisterMediaInfo", "PutObject", "PutIfAbsent", "AppendObject", "PutObjectTagging"],
        ["", "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{\"Task"]);

    public static TheoryData<string, string> Reads => Cross(
        ["GetObject", "GetObjectTagging", "ListObjects", "DeleteObject"],
        ["HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n<List"]);

    [Theory]
    [MemberData(nameof(Writes))]
    [MemberData(nameof(Reads))]
    public async Task A_lost_connection_is_a_call_that_may_have_taken_effect_and_the_call_is_not_repeated(string call, string said)
    {
        Lose(said);

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => CallAsync(call));

        Assert.StartsWith("HTTP-REPLY: ", failure.Message, StringComparison.Ordinal);
        Assert.Equal((HttpRequestError.ResponseEnded, false), (failure.HttpRequestError, HttpFailure.NothingWasSent(failure)));
        Assert.Single(_server.Requests);
    }

    [Theory]
    [InlineData("GetObject")]
    [InlineData("HeadObject")]
    [InlineData("ListObjects")]
    [InlineData("DeleteObject")]
    public async Task A_call_without_a_body_that_ends_before_any_reply_fails_too_however_often_the_handler_asks(string call)
    {
        Lose("");

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => CallAsync(call));

        Assert.StartsWith("HTTP-REPLY: ", failure.Message, StringComparison.Ordinal);
        Assert.InRange(_server.Requests.Count, 1, 4);
        Assert.Single(_server.Requests.Distinct());
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{\"Task")]
    public async Task A_start_whose_reply_is_lost_is_unknown(string said)
    {
        Lose(said);

        var failure = await Record.ExceptionAsync(() => CallAsync("StartWorkflow"));

        Assert.IsType<StartVerdict.Unknown>(StartVerdict.From(failure!));
    }

    public void Dispose()
    {
        _http.Dispose();
        _server.Dispose();
    }

    private static TheoryData<string, string> Cross(string[] calls, string[] cuts)
    {
        var data = new TheoryData<string, string>();

        foreach (var call in calls)
        {
            foreach (var cut in cuts)
            {
                data.Add(call, cut);
            }
        }

        return data;
    }

    private void Lose(string said) => _server.Serve(async connection =>
    {
        await connection.ReadRequestAsync();
        await connection.SayAsync(said);
        connection.HangUp();
    });

    private Task CallAsync(string call)
    {
        var credentials = new CredentialStore(new("local", "local-secret", null));
        var ims = new ImsClient(_http, _server.Url, credentials, _clock, new(0, _clock));
        var oss = new OssClient(_http, new(_server.Url, "ledger", "cn-shanghai"), credentials, _clock);
        var objects = new ObjectReader(new(_http, credentials, _clock), _server.Url, "cn-shanghai");

        return call switch
        {
            "StartWorkflow" => ims.StartWorkflowAsync(new("w", "{}", "{}"), new(TestData.Now, "nonce"), default),
            "RegisterMediaInfo" => ims.RegisterMediaInfoAsync(new("oss://b/k", "token", "reference", "{}", "title", null), default),
            "PutObject" => oss.PutAsync("k", TestData.Bytes("{}"), default),
            "PutIfAbsent" => oss.PutIfAbsentAsync("k", TestData.Bytes("{}"), default),
            "AppendObject" => oss.AppendAsync("k", 0, TestData.Bytes("{}"), default),
            "GetObject" => oss.GetAsync("k", default),
            "ListObjects" => oss.ListAsync("d/", null, default),
            "DeleteObject" => oss.DeleteAsync("k", default),
            "HeadObject" => objects.HeadAsync("media-in", "k", default),
            "GetObjectTagging" => objects.GetTaggingAsync("media-in", "k", null, default),
            "PutObjectTagging" => objects.PutTaggingAsync("media-in", "k", null, new Dictionary<string, string>(), default),
            var other => throw new ArgumentException(other, nameof(call)),
        };
    }
}
