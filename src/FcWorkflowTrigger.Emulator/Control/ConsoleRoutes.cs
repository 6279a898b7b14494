using System.Text;
using FcWorkflowTrigger.Emulator.Oss;

namespace FcWorkflowTrigger.Emulator.Control;

/// <summary>The control routes that the console page needs: look into the local cloud, and do things to it.</summary>
internal static class ConsoleRoutes
{
    private const int DefaultObjects = 100;
    private const int MaxObjects = 1000;
    private const int MaxTextBytes = 256 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static Task AnswerAsync(HttpContext http, ControlContext control, ConsoleParts parts) => (http.Request.Method, http.Request.Path.Value?.Split('/') ?? []) switch
    {
        ("GET", [_, "_emulator", "buckets"]) => ControlServer.Json(http, Buckets(parts.Oss), PartsJson.Default.IReadOnlyListBucketView),
        ("GET", [_, "_emulator", "buckets", var bucket, "objects"]) => ControlServer.Json(http, Objects(http, parts.Oss, bucket), PartsJson.Default.ObjectPage),
        ("GET", [_, "_emulator", "buckets", var bucket, "object"]) => ControlServer.Json(http, Content(parts.Oss.Require(bucket, Key(http))), PartsJson.Default.ObjectContentView),
        ("PUT", [_, "_emulator", "buckets", var bucket, "object"]) => UploadAsync(http, parts.Oss, bucket),
        ("GET", [_, "_emulator", "events"]) => ControlServer.Json(http, Events(parts.Events), PartsJson.Default.IReadOnlyListEventView),
        ("POST", [_, "_emulator", "events"]) => SendEventAsync(http, control, parts),
        ("GET", [_, "_emulator", "callbacks"]) => ControlServer.Json(http, Callbacks(parts.Callbacks), PartsJson.Default.IReadOnlyListCallbackView),
        ("POST", [_, "_emulator", "callbacks", var id, "replay"]) => SendCallbackAsync(http, parts, id),
        ("GET", [_, "_emulator", "inbox"]) => ControlServer.Json(http, new(parts.Inbox.Answer, parts.Inbox.Deliveries), PartsJson.Default.InboxView),
        ("POST", [_, "_emulator", "inbox"]) => parts.Inbox.ReceiveAsync(http),
        ("PUT", [_, "_emulator", "inbox"]) => SetAnswerAsync(http, parts.Inbox),
        ("DELETE", [_, "_emulator", "inbox"]) => ControlServer.Done(http, parts.Inbox.Clear),
        ("POST", [_, "_emulator", "reset"]) => ControlServer.DoneAsync(http, ResetAsync(control, parts)),
        _ => ControlServer.NotFoundAsync(http),
    };

    private static IReadOnlyList<BucketView> Buckets(OssStore oss) =>
        [.. oss.Buckets().Select(bucket => oss.List(bucket.Name, "") is var objects ? new BucketView(bucket.Name, objects.Count, objects.Sum(stored => stored.Body.LongLength)) : null!)];

    private static ObjectPage Objects(HttpContext http, OssStore oss, string bucket)
    {
        var (prefix, after) = (http.Request.Query["prefix"].FirstOrDefault() ?? "", http.Request.Query["after"].FirstOrDefault() ?? "");
        var limit = (int)ControlInput.Number(http, "limit", DefaultObjects, 1, MaxObjects);
        var found = oss.List(bucket, prefix, after).Take(limit + 1).ToArray();
        return new([.. found.Take(limit).Select(View)], found.Length > limit ? found[limit - 1].Key : null);
    }

    private static ObjectView View(StoredObject stored) =>
        new(stored.Key, stored.Body.LongLength, stored.ETag, stored.Type, stored.ContentType, stored.StorageClass, stored.LastModified, stored.Tags ?? new Dictionary<string, string>());

    private static ObjectContentView Content(StoredObject stored) => new(View(stored), stored.Meta, Text(stored.Body));

    private static string? Text(byte[] body)
    {
        try
        {
            return body.Length <= MaxTextBytes && !body.Contains((byte)0) ? Strict.GetString(body) : null;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static string Key(HttpContext http) => http.Request.Query["key"].FirstOrDefault() is { Length: > 0 } key
        ? key
        : throw new ControlException("ARGUMENT-INVALID", "key is missing. Give the key of the object.");

    private static async Task UploadAsync(HttpContext http, OssStore oss, string bucket)
    {
        var key = Key(http);
        ObjectName.Require(key);
        oss.RequireBucket(bucket);
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        oss.Put(bucket, key, body.ToArray(), http.Request.ContentType ?? "application/octet-stream");
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static IReadOnlyList<EventView> Events(EventLog log) =>
        [.. log.Events.Select(kept => new EventView(kept.RequestId, kept.Function, kept.AcceptedAt, Encoding.UTF8.GetString(kept.Body)))];

    private static async Task SendEventAsync(HttpContext http, ControlContext control, ConsoleParts parts)
    {
        var given = await ControlInput.BodyAsync(http, PartsJson.Default.EventInput, """{"function":"fc-workflow-trigger-ingest","body":"{\"events\":[…]}"}""");

        if (control.Functions.Find(given.Function) is null)
        {
            await ControlServer.RefuseUnknownFunctionAsync(http, control, given.Function);
            return;
        }

        parts.Queue.Accept(given.Function, Encoding.UTF8.GetBytes(given.Body), "");
        http.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    private static IReadOnlyList<CallbackView> Callbacks(CallbackLog log) =>
    [
        .. log.Callbacks.Select(kept => new CallbackView(
            kept.Id, kept.Sent.Attempt.At, kept.Sent.Message.Type, kept.Sent.Message.Key, kept.Sent.Attempt.Url, kept.Sent.Attempt.Status, kept.Sent.Attempt.Attempt, kept.Sent.Message.Body)),
    ];

    private static async Task SendCallbackAsync(HttpContext http, ConsoleParts parts, string id)
    {
        var given = await ControlInput.BodyAsync(http, PartsJson.Default.CallbackInput, "{}");
        var message = (int.TryParse(id, out var number) ? parts.Callbacks.Find(number) : null)
            ?? throw new ControlException("CALLBACK-UNKNOWN", $"There is no callback '{id}' any more. GET /_emulator/callbacks lists those that can be sent again.", StatusCodes.Status404NotFound);
        var status = await parts.Sender.SendAgainAsync(message with { Body = given.Body ?? message.Body }, http.RequestAborted);
        await ControlServer.Json(http, new(status), PartsJson.Default.CallbackAnswer);
    }

    private static async Task SetAnswerAsync(HttpContext http, Inbox inbox)
    {
        var given = await ControlInput.BodyAsync(http, PartsJson.Default.InboxInput, """{"answer":"410"}""");
        inbox.Answer = Inbox.Answers.Contains(given.Answer)
            ? given.Answer
            : throw new ControlException("ARGUMENT-INVALID", $"answer is '{given.Answer}'. Use one of: {string.Join(", ", Inbox.Answers)}.");
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task ResetAsync(ControlContext control, ConsoleParts parts)
    {
        parts.Queue.Clear();
        await Task.WhenAll(control.Functions.All.Select(pool => pool.KillAsync()));

        control.Faults.Clear();
        control.Ims.Clear();
        parts.Oss.Clear();
        control.Functions.Clear();
        parts.Events.Clear();
        parts.Callbacks.Clear();
        parts.Inbox.Clear();
        parts.Server.Forget();
        parts.Feed.Publish(ConsolePage.Feed.EventFeed.Reset, "{}");
    }
}
