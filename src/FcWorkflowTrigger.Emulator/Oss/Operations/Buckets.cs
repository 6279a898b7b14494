using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Oss.Operations;

/// <summary>PutBucket, HeadBucket and DeleteBucket.</summary>
internal static class Buckets
{
    public static Task PutAsync(OssCall call, OssStore store)
    {
        BucketName.Require(call.Bucket);
        ObjectAcls.RequirePrivateBucket(call);
        store.CreateBucket(call.Bucket);
        call.Http.Response.Headers.Location = $"/{call.Bucket}";
        return Task.CompletedTask;
    }

    public static Task HeadAsync(OssCall call, OssStore store)
    {
        store.RequireBucket(call.Bucket);
        call.Http.Response.Headers["x-oss-bucket-region"] = LocalAccount.Region;
        return Task.CompletedTask;
    }

    public static Task DeleteAsync(OssCall call, OssStore store)
    {
        store.DeleteBucket(call.Bucket);
        call.Http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
