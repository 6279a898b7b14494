using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Ledger.Records;

namespace FcWorkflowTrigger.Runs.Start;

/// <summary>Formats the URL of an object for IMS. IMS binds the asset to exactly this text.</summary>
internal static class ObjectUrl
{
    public static string Format(ClaimSource source, InputUrlForm form) => form switch
    {
        InputUrlForm.Https => $"https://{Endpoints.OssPublicHost(source.Bucket, source.Region)}/{UrlEncoding.EscapePath(source.Key)}",
        InputUrlForm.Oss => $"oss://{source.Bucket}/{source.Key}",
        _ => throw new ArgumentOutOfRangeException(nameof(form), form, "An object has no such URL."),
    };
}
