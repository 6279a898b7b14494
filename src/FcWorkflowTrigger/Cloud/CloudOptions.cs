using FcWorkflowTrigger.Cloud.Ims;

namespace FcWorkflowTrigger.Cloud;

/// <summary>Where the services are.</summary>
/// <param name="Region">Of the function, the buckets and IMS, such as <c>cn-shanghai</c>.</param>
/// <param name="OssEndpoint">The OSS endpoint without a bucket.</param>
/// <param name="Bucket">The bucket that the functions write to.</param>
internal sealed record CloudOptions(string Region, Uri OssEndpoint, string Bucket, ImsOptions Ims);
