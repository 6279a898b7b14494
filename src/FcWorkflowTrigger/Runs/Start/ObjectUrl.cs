using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Ledger.Records;

namespace FcWorkflowTrigger.Runs.Start;

/// <summary>The one way an object is written to IMS: an asset is bound to this text for life.</summary>
internal static class ObjectUrl
{
    public static string Format(ClaimSource source, InputUrlForm form) => form switch
    {
        InputUrlForm.Https => $"https://{Endpoints.OssPublicHost(source.Bucket, source.Region)}/{UrlEncoding.EscapePath(source.Key)}",
        InputUrlForm.Oss => $"oss://{source.Bucket}/{source.Key}",
        _ => throw new ArgumentOutOfRangeException(nameof(form), form, "An object has no such URL."),
    };
}
