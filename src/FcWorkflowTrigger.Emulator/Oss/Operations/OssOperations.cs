namespace FcWorkflowTrigger.Emulator.Oss.Operations;

/// <summary>
/// The operations that the official clients have (OSS SDK for C# V1 and V2, ali-oss), served and refused. docs/local-cloud.md lists the same.
/// The first that matches a call counts.
/// </summary>
internal static class OssOperations
{
    public static IReadOnlyList<OssOperation> All { get; } =
    [
        Refused(OssLevel.Service, "GET", "regions", "DescribeRegions"),
        Served(OssLevel.Service, "GET", "", "ListBuckets", BucketFacts.ListAsync),

        Served(OssLevel.Bucket, "GET", "versioning", "GetBucketVersioning", BucketVersioning.GetAsync),
        Served(OssLevel.Bucket, "PUT", "versioning", "PutBucketVersioning", BucketVersioning.PutAsync),
        Served(OssLevel.Bucket, "GET", "acl", "GetBucketAcl", BucketAcl.GetAsync),
        Served(OssLevel.Bucket, "PUT", "acl", "PutBucketAcl", BucketAcl.PutAsync),
        Served(OssLevel.Bucket, "GET", "cors", "GetBucketCors", BucketCors.GetAsync),
        Served(OssLevel.Bucket, "PUT", "cors", "PutBucketCors", BucketCors.PutAsync),
        Served(OssLevel.Bucket, "DELETE", "cors", "DeleteBucketCors", BucketCors.DeleteAsync),
        Served(OssLevel.Bucket, "GET", "bucketInfo", "GetBucketInfo", BucketFacts.InfoAsync),
        Served(OssLevel.Bucket, "GET", "location", "GetBucketLocation", BucketFacts.LocationAsync),
        Served(OssLevel.Bucket, "GET", "stat", "GetBucketStat", BucketFacts.StatAsync),
        Served(OssLevel.Bucket, "GET", "uploads", "ListMultipartUploads", ListMultipartUploads.PerformAsync),
        Served(OssLevel.Bucket, "POST", "delete", "DeleteMultipleObjects", DeleteObjects.ManyAsync),
        .. Refused(OssLevel.Bucket, ["GET", "PUT", "DELETE"], "logging", "BucketLogging"),
        .. Refused(OssLevel.Bucket, ["GET", "PUT", "DELETE"], "website", "BucketWebsite"),
        .. Refused(OssLevel.Bucket, ["GET", "PUT"], "referer", "BucketReferer"),
        .. Served(BucketDocuments.Lifecycle, "BucketLifecycle"),
        .. Refused(OssLevel.Bucket, ["GET", "PUT", "DELETE"], "policy", "BucketPolicy"),
        .. Refused(OssLevel.Bucket, ["GET", "PUT", "DELETE"], "tagging", "BucketTags"),
        .. Served(BucketDocuments.Encryption, "BucketEncryption"),
        .. Served(BucketDocuments.PublicAccess, "BucketPublicAccessBlock"),
        .. Refused(OssLevel.Bucket, ["GET", "PUT"], "requestPayment", "BucketRequestPayment"),
        .. Refused(OssLevel.Bucket, ["GET", "PUT"], "qos", "BucketStorageCapacity"),
        Refused(OssLevel.Bucket, "GET", "inventoryId", "GetBucketInventory"),
        Refused(OssLevel.Bucket, "PUT", "inventoryId", "PutBucketInventory"),
        Refused(OssLevel.Bucket, "DELETE", "inventoryId", "DeleteBucketInventory"),
        Refused(OssLevel.Bucket, "GET", "inventory", "ListBucketInventory"),
        Refused(OssLevel.Bucket, "POST", "wormExtend", "ExtendBucketWorm"),
        Refused(OssLevel.Bucket, "POST", "wormId", "CompleteBucketWorm"),
        Refused(OssLevel.Bucket, "POST", "worm", "InitiateBucketWorm"),
        Refused(OssLevel.Bucket, "GET", "worm", "GetBucketWorm"),
        Refused(OssLevel.Bucket, "DELETE", "worm", "AbortBucketWorm"),
        Refused(OssLevel.Bucket, "GET", "versions", "ListObjectVersions"),
        Refused(OssLevel.Bucket, "GET", "live", "ListLiveChannel"),
        Refused(OssLevel.Bucket, "POST", "asyncFetch", "PostAsyncFetchTask"),
        Refused(OssLevel.Bucket, "GET", "asyncFetch", "GetAsyncFetchTask"),
        Served(OssLevel.Bucket, "GET", "", "ListObjectsV2", ListObjects.V2Async, call => call.Target["list-type"] == "2"),
        Served(OssLevel.Bucket, "GET", "", "ListObjects", ListObjects.V1Async),
        Served(OssLevel.Bucket, "PUT", "", "PutBucket", Buckets.PutAsync),
        Served(OssLevel.Bucket, "DELETE", "", "DeleteBucket", Buckets.DeleteAsync),
        Served(OssLevel.Bucket, "HEAD", "", "HeadBucket", Buckets.HeadAsync),
        Served(OssLevel.Bucket, "POST", "", "PostObject", PostObject.PerformAsync),
        Served(OssLevel.Bucket, "OPTIONS", "", "OptionObject", Preflight.PerformAsync),

        Served(OssLevel.Object, "PUT", "tagging", "PutObjectTagging", ObjectTagging.PutAsync),
        Served(OssLevel.Object, "GET", "tagging", "GetObjectTagging", ObjectTagging.GetAsync),
        Served(OssLevel.Object, "DELETE", "tagging", "DeleteObjectTagging", ObjectTagging.DeleteAsync),
        Served(OssLevel.Object, "PUT", "acl", "PutObjectAcl", ObjectAcl.PutAsync),
        Served(OssLevel.Object, "GET", "acl", "GetObjectAcl", ObjectAcl.GetAsync),
        Served(OssLevel.Object, "PUT", "symlink", "PutSymlink", Symlink.PutAsync),
        Served(OssLevel.Object, "GET", "symlink", "GetSymlink", Symlink.GetAsync),
        Served(OssLevel.Object, "HEAD", "objectMeta", "GetObjectMeta", GetObject.MetaAsync),
        Served(OssLevel.Object, "POST", "append", "AppendObject", AppendObject.PerformAsync),
        Served(OssLevel.Object, "POST", "uploads", "InitiateMultipartUpload", Multipart.InitiateAsync),
        Served(OssLevel.Object, "PUT", "partNumber", "UploadPartCopy", UploadPartCopy.PerformAsync, IsCopy),
        Served(OssLevel.Object, "PUT", "partNumber", "UploadPart", Multipart.UploadPartAsync),
        Served(OssLevel.Object, "POST", "uploadId", "CompleteMultipartUpload", Multipart.CompleteAsync),
        Served(OssLevel.Object, "DELETE", "uploadId", "AbortMultipartUpload", Multipart.AbortAsync),
        Served(OssLevel.Object, "GET", "uploadId", "ListParts", ListParts.PerformAsync),
        Refused(OssLevel.Object, "POST", "restore", "RestoreObject"),
        Refused(OssLevel.Object, "POST", "cleanRestoredObject", "CleanRestoredObject"),
        Refused(OssLevel.Object, "POST", "x-oss-process", "CreateSelectObjectMeta", call => call.Target["x-oss-process"]?.EndsWith("/meta", StringComparison.Ordinal) == true),
        Refused(OssLevel.Object, "POST", "x-oss-process", "SelectObject", call => call.Target["x-oss-process"]?.EndsWith("/select", StringComparison.Ordinal) == true),
        Refused(OssLevel.Object, "POST", "x-oss-process", "ProcessObject"),
        Refused(OssLevel.Object, "POST", "x-oss-async-process", "AsyncProcessObject"),
        Refused(OssLevel.Object, "GET", "live", "GetLiveChannelStat", call => call.Target["comp"] == "stat"),
        Refused(OssLevel.Object, "GET", "live", "GetLiveChannelHistory", call => call.Target["comp"] == "history"),
        Refused(OssLevel.Object, "GET", "live", "GetLiveChannelInfo"),
        Refused(OssLevel.Object, "PUT", "live", "PutLiveChannelStatus", call => call.Target.Has("status")),
        Refused(OssLevel.Object, "PUT", "live", "PutLiveChannel"),
        Refused(OssLevel.Object, "DELETE", "live", "DeleteLiveChannel"),
        Refused(OssLevel.Object, "GET", "vod", "GetVodPlaylist"),
        Refused(OssLevel.Object, "POST", "vod", "PostVodPlaylist"),
        Served(OssLevel.Object, "PUT", "", "CopyObject", CopyObject.PerformAsync, IsCopy),
        Served(OssLevel.Object, "PUT", "", "PutObject", PutObject.PerformAsync),
        Served(OssLevel.Object, "GET", "", "GetObject", GetObject.PerformAsync),
        Served(OssLevel.Object, "HEAD", "", "HeadObject", GetObject.PerformAsync),
        Served(OssLevel.Object, "DELETE", "", "DeleteObject", DeleteObjects.OneAsync),
        Served(OssLevel.Object, "OPTIONS", "", "OptionObject", Preflight.PerformAsync),
    ];

    private static bool IsCopy(OssCall call) => call.Header("x-oss-copy-source") is not null;

    private static OssOperation Served(
        OssLevel level, string method, string subResource, string name, Func<OssCall, OssStore, Task> perform, Func<OssCall, bool>? when = null) =>
        new(level, method, subResource, name, when, perform);

    private static IEnumerable<OssOperation> Served(BucketDocument document, string setting) =>
    [
        Served(OssLevel.Bucket, "GET", document.Name, $"Get{setting}", (call, store) => BucketDocuments.GetAsync(document, call, store)),
        Served(OssLevel.Bucket, "PUT", document.Name, $"Put{setting}", (call, store) => BucketDocuments.PutAsync(document, call, store)),
        Served(OssLevel.Bucket, "DELETE", document.Name, $"Delete{setting}", (call, store) => BucketDocuments.DeleteAsync(document, call, store)),
    ];

    private static OssOperation Refused(OssLevel level, string method, string subResource, string name, Func<OssCall, bool>? when = null) =>
        new(level, method, subResource, name, when, Perform: null);

    // The settings of a bucket are read, written and deleted under one sub-resource: GetBucketWebsite, PutBucketWebsite, DeleteBucketWebsite.
    private static IEnumerable<OssOperation> Refused(OssLevel level, string[] methods, string subResource, string setting) =>
        methods.Select(method => Refused(level, method, subResource, $"{method[0]}{method[1..].ToLowerInvariant()}{setting}"));
}
