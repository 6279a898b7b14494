using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Oss;

namespace FcWorkflowTrigger.Cloud;

/// <summary>Separates failures by refused access keys from other failures.</summary>
internal static class CredentialProblem
{
    /// <summary>True when OSS or IMS refuses the access keys. Keys from the environment do not change: only a new process has new ones.</summary>
    public static bool Is(Exception failure) => failure switch
    {
        ImsException ims => ims.IsCredentialProblem,
        OssException oss => oss.IsCredentialProblem,
        AggregateException several => several.InnerExceptions.Any(Is),
        _ => failure.InnerException is { } inner && Is(inner),
    };
}
