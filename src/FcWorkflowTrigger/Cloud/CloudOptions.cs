using FcWorkflowTrigger.Cloud.Ims;

namespace FcWorkflowTrigger.Cloud;

/// <summary>Where the services are.</summary>
/// <param name="Region">Of the function, the buckets and IMS, such as <c>cn-shanghai</c>.</param>
/// <param name="OssEndpoint">The OSS endpoint without a bucket.</param>
/// <param name="Bucket">The bucket that the functions write to.</param>
/// <param name="ImsCallsPerSecond">How often this process may call IMS to register, start or ask; 0 sets no limit until IMS throttles.</param>
internal sealed record CloudOptions(string Region, Uri OssEndpoint, string Bucket, ImsOptions Ims, int ImsCallsPerSecond);
