using System.Net;
using FcWorkflowTrigger.Emulator.Oss.Operations;

namespace FcWorkflowTrigger.Emulator.Tests.Oss;

/// <summary>The list of operations: what the page says of it, and how those that are not served are refused.</summary>
public sealed class OssOperationsTests : IAsyncLifetime
{
    private OssTestServer _oss = null!;

    public static TheoryData<string, string> RefusedOperations()
    {
        var refused = new TheoryData<string, string>();

        foreach (var operation in OssOperations.All.Where(operation => !operation.IsServed))
        {
            refused.Add(operation.Name, $"{operation.Method} {operation.Level} {Query(operation)}");
        }

        return refused;
    }

    public async Task InitializeAsync() => _oss = await OssTestServer.StartAsync();

    public async Task DisposeAsync() => await _oss.DisposeAsync();

    [Fact]
    public async Task The_page_lists_every_operation_and_whether_it_is_served()
    {
        var page = (await File.ReadAllLinesAsync("local-cloud.md"))
            .SkipWhile(line => !line.StartsWith("| Operation |", StringComparison.Ordinal))
            .Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))
            .Select(cells => $"{cells[0].Trim('`')}: {cells[1]}");
        var code = OssOperations.All.Select(operation => $"{operation.Name}: {(operation.IsServed ? "served" : "refused")}").Distinct();

        Assert.Equal(code.Order(StringComparer.Ordinal), page.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(RefusedOperations))]
    public async Task An_operation_that_is_not_served_is_refused_by_its_name_and_changes_nothing(string name, string request)
    {
        _oss.Store.Put("ledger", "k", TestData.Bytes("kept"), "text/plain");
        var (method, level, query) = request.Split(' ') is [var verb, var on, var sub] ? (verb, on, sub) : throw new ArgumentException(request);

        using var reply = await _oss.SendAsync(
            method, $"{(level == "Object" ? "k" : "")}?{query}", method is "PUT" or "POST" ? "x" : null, bucket: level == "Service" ? "" : "ledger/");

        var error = await OssTestServer.XmlAsync(reply);
        Assert.Equal((HttpStatusCode.BadRequest, "NotImplemented"), (reply.StatusCode, error.Element("Code")!.Value));
        Assert.Contains($"The operation {name} is not implemented", error.Element("Message")!.Value, StringComparison.Ordinal);
        Assert.Equal("kept"u8, Assert.Single(_oss.Store.List("ledger", "")).Body);
    }

    [Theory]
    [InlineData("GET", "k?versionId=1", "The parameter versionId is not implemented")]
    [InlineData("GET", "k?x-oss-process=image/info", "The parameter x-oss-process is not implemented")]
    [InlineData("PUT", "k?callback=e30=", "calls no server of yours back")]
    public async Task A_parameter_that_changes_an_operation_is_refused_by_its_name(string method, string resource, string message)
    {
        _oss.Store.Put("ledger", "k", TestData.Bytes("kept"), "text/plain");

        using var reply = await _oss.SendAsync(method, resource, method == "PUT" ? "x" : null);

        var error = await OssTestServer.XmlAsync(reply);
        Assert.Equal("NotImplemented", error.Element("Code")!.Value);
        Assert.Contains(message, error.Element("Message")!.Value, StringComparison.Ordinal);
        Assert.Equal("kept"u8, _oss.Store.Find("ledger", "k")!.Body);
    }

    [Fact]
    public async Task An_upload_that_asks_for_a_callback_is_refused()
    {
        using var reply = await _oss.SendAsync("PUT", "k", "x", headers: "x-oss-callback: e30=");

        Assert.Equal("400 NotImplemented", await OssTestServer.CodeAsync(reply));
        Assert.Empty(_oss.Store.List("ledger", ""));
    }

    [Theory]
    [InlineData("PUT", "?stat")]
    [InlineData("PUT", "k?objectMeta")]
    [InlineData("DELETE", "k?acl")]
    [InlineData("POST", "k")]
    public async Task A_method_that_the_sub_resource_does_not_have_is_not_another_operation(string method, string resource)
    {
        _oss.Store.Put("ledger", "k", TestData.Bytes("kept"), "text/plain");

        using var reply = await _oss.SendAsync(method, resource, method == "DELETE" ? null : "x");

        Assert.Equal("405 MethodNotAllowed", await OssTestServer.CodeAsync(reply));
        Assert.Equal("kept"u8, _oss.Store.Find("ledger", "k")!.Body);
    }

    private static string Query(OssOperation operation) => operation.Name switch
    {
        "CreateSelectObjectMeta" => "x-oss-process=csv/meta",
        "SelectObject" => "x-oss-process=csv/select",
        "GetLiveChannelStat" => "comp=stat&live",
        "GetLiveChannelHistory" => "comp=history&live",
        "PutLiveChannelStatus" => "live&status=idle",
        "GetBucketInventory" or "PutBucketInventory" or "DeleteBucketInventory" => "inventory&inventoryId=one",
        "ExtendBucketWorm" => "wormExtend&wormId=one",
        _ => operation.SubResource,
    };
}
