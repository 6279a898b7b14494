namespace FcWorkflowTrigger.Emulator.Oss.Operations;

/// <summary>GetBucketVersioning and PutBucketVersioning. Versioning has only the effect here that matters to the ledger: OSS ignores write conditions.</summary>
internal static class BucketVersioning
{
    public static Task GetAsync(OssCall call, OssStore store)
    {
        var status = store.Versioning(call.Bucket);

        return OssReply.XmlAsync(call.Http, xml =>
        {
            xml.WriteStartElement("VersioningConfiguration");

            if (status is not null)
            {
                xml.WriteElementString("Status", status);
            }

            xml.WriteEndElement();
        });
    }

    public static async Task PutAsync(OssCall call, OssStore store)
    {
        var status = (await call.XmlAsync()).Element("Status")?.Value;

        if (status is not ("Enabled" or "Suspended"))
        {
            throw OssError.MalformedXml("The status is Enabled or Suspended.");
        }

        store.SetVersioning(call.Bucket, status);
    }
}
