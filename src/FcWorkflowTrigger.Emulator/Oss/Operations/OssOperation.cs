namespace FcWorkflowTrigger.Emulator.Oss.Operations;

/// <summary>One API operation of OSS, under the name its documentation gives it.</summary>
/// <param name="Perform">Executes the operation and writes the reply. It does not flush the reply, so a fault can still drop it.</param>
internal sealed record OssOperation(string Name, Func<OssCall, OssStore, Task> Perform)
{
    // Without these, a PUT of an object's ACL would be taken for a PUT of the object.
    private static readonly string[] NotServed =
    [
        "acl", "bucketInfo", "cors", "lifecycle", "location", "logging", "objectMeta", "policy", "referer", "restore", "stat", "symlink",
        "versionId", "versions", "website", "x-oss-process",
    ];

    /// <exception cref="OssError">The emulator does not serve this operation, or no object can have this name.</exception>
    public static OssOperation From(OssCall call)
    {
        if (NotServed.Any(call.Target.Has))
        {
            throw OssError.NotImplemented();
        }

        ObjectName.Require(call.Key);
        return call.Target.Has("tagging") ? ForTagging(call) : call.Key.Length == 0 ? ForBucket(call) : ForObject(call);
    }

    private static OssOperation ForTagging(OssCall call) => call.Method switch
    {
        _ when call.Key.Length == 0 => throw OssError.NotImplemented(),
        "PUT" => new("PutObjectTagging", ObjectTagging.PutAsync),
        "GET" => new("GetObjectTagging", ObjectTagging.GetAsync),
        "DELETE" => new("DeleteObjectTagging", ObjectTagging.DeleteAsync),
        _ => throw OssError.NotImplemented(),
    };

    private static OssOperation ForBucket(OssCall call) => (call.Method, call) switch
    {
        ("POST", _) when call.Target.Has("delete") => new("DeleteMultipleObjects", DeleteObjects.ManyAsync),
        ("GET", _) when call.Target.Has("uploads") => throw OssError.NotImplemented(),
        ("GET", _) when call.Target.Has("versioning") => new("GetBucketVersioning", BucketVersioning.GetAsync),
        ("PUT", _) when call.Target.Has("versioning") => new("PutBucketVersioning", BucketVersioning.PutAsync),
        ("GET", _) when call.Target["list-type"] == "2" => new("ListObjectsV2", ListObjects.V2Async),
        ("GET", { Bucket.Length: > 0 }) => new("ListObjects", ListObjects.V1Async),
        ("PUT", { Bucket.Length: > 0 }) => new("PutBucket", PutBucketAsync),
        _ => throw OssError.NotImplemented(),
    };

    private static OssOperation ForObject(OssCall call) => call.Method switch
    {
        "PUT" when call.Target.Has("partNumber") && call.Header("x-oss-copy-source") is not null => throw OssError.NotImplemented(),
        "PUT" when call.Target.Has("partNumber") => new("UploadPart", Multipart.UploadPartAsync),
        "PUT" when call.Header("x-oss-copy-source") is not null => new("CopyObject", CopyObject.PerformAsync),
        "PUT" => new("PutObject", PutObject.PerformAsync),
        "POST" when call.Target.Has("append") => new("AppendObject", AppendObject.PerformAsync),
        "POST" when call.Target.Has("uploads") => new("InitiateMultipartUpload", Multipart.InitiateAsync),
        "POST" when call.Target.Has("uploadId") => new("CompleteMultipartUpload", Multipart.CompleteAsync),
        "DELETE" when call.Target.Has("uploadId") => new("AbortMultipartUpload", Multipart.AbortAsync),
        "DELETE" => new("DeleteObject", DeleteObjects.OneAsync),
        "GET" when call.Target.Has("uploadId") => new("ListParts", Multipart.ListPartsAsync),
        "GET" => new("GetObject", GetObject.PerformAsync),
        "HEAD" => new("HeadObject", GetObject.PerformAsync),
        _ => throw OssError.NotImplemented(),
    };

    private static Task PutBucketAsync(OssCall call, OssStore store)
    {
        store.CreateBucket(call.Bucket);
        return Task.CompletedTask;
    }
}
