namespace FcWorkflowTrigger.Cloud;

/// <summary>The endpoints of the services in each region.</summary>
internal static class Endpoints
{
    // IMS endpoint documentation, August 2026. The official SDK sends five of the six elsewhere; the documentation is followed.
    private static readonly string[] ImsServes = ["cn-shanghai", "cn-beijing", "cn-hangzhou", "cn-shenzhen", "ap-southeast-1", "us-west-1"];

    /// <summary>Used in place of a missing endpoint while the problems of the settings are collected. Nothing is sent there.</summary>
    public static Uri Nowhere { get; } = new("https://invalid.invalid");

    public static string ImsRegions => string.Join(", ", ImsServes);

    /// <summary>Null for a region in which IMS is not documented to be available.</summary>
    public static Uri? Ims(string region) => ImsServes.Contains(region) ? new($"https://ice.{region}.aliyuncs.com") : null;

    /// <summary>Traffic to the internal endpoint stays inside the region and is free.</summary>
    public static Uri OssInternal(string region) => region.Length > 0 ? new($"https://oss-{region}-internal.aliyuncs.com") : Nowhere;

    /// <summary>The public host of an object. IMS registers objects under it.</summary>
    public static string OssPublicHost(string bucket, string region) => $"{bucket}.oss-{region}.aliyuncs.com";
}
