using FcWorkflowTrigger.Services;
using FcWorkflowTrigger.Settings;

namespace FcWorkflowTrigger.Starting;

/// <summary>The one way an object is written to IMS: an asset is bound to this text for life.</summary>
internal static class ObjectUrl
{
    public static string Of(Upload upload, InputUrlForm form) => form switch
    {
        InputUrlForm.Https => $"https://{Endpoints.OssPublicHost(upload.Bucket, upload.Region)}/{UrlEncoding.EscapePath(upload.Key)}",
        InputUrlForm.Oss => $"oss://{upload.Bucket}/{upload.Key}",
        _ => throw new ArgumentOutOfRangeException(nameof(form), form, "An object has no such URL."),
    };
}
