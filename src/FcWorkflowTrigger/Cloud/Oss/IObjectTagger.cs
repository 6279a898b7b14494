namespace FcWorkflowTrigger.Cloud.Oss;

/// <summary>Tags uploaded objects in any bucket of the region: all that this program ever writes outside its ledger. The call is one request; the caller repeats it.</summary>
/// <exception cref="OssException">OSS understood the call and refused it for another reason than the outcomes named.</exception>
/// <exception cref="HttpRequestException">No usable reply: the call may have taken effect.</exception>
internal interface IObjectTagger
{
    /// <summary>PutObjectTagging: replaces all tags of the object. It is no upload: the time of the object stays, and OSS sends no event.</summary>
    /// <param name="versionId">Null for whatever object has the key when the call arrives: OSS knows no condition for this call.</param>
    /// <returns>False when there is no such object or version.</returns>
    Task<bool> PutTaggingAsync(
        string bucket, string key, string? versionId, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken);
}
