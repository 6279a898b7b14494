namespace FcWorkflowTrigger.Emulator.Oss.Operations;

/// <summary>PutObjectAcl and GetObjectAcl. PutObjectAcl is not an upload: the time of the object stays the same, and OSS sends no event.</summary>
internal static class ObjectAcl
{
    public static Task PutAsync(OssCall call, OssStore store)
    {
        var acl = ObjectAcls.RequireHeader(call);
        store.Change(call.Bucket, call.Key, eventName: null, call.RequestId, current => (current ?? throw OssError.NoSuchKey()) with { Acl = acl });
        return Task.CompletedTask;
    }

    public static Task GetAsync(OssCall call, OssStore store) => BucketAcl.AnswerAsync(call, store.Require(call.Bucket, call.Key).Acl);
}
