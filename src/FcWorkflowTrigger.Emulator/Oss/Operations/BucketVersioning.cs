using System.Text;

namespace FcWorkflowTrigger.Emulator.Oss.Operations;

/// <summary>GetBucketVersioning and PutBucketVersioning. What versioning does here is what the ledger must know of it: conditions are ignored.</summary>
internal static class BucketVersioning
{
    public static Task GetAsync(OssCall call, OssStore store)
    {
        store.RequireBucket(call.Bucket);

        return OssReply.XmlAsync(call.Http, xml =>
        {
            xml.WriteStartElement("VersioningConfiguration");

            if (store.IsVersioned(call.Bucket))
            {
                xml.WriteElementString("Status", "Enabled");
            }

            xml.WriteEndElement();
        });
    }

    public static async Task PutAsync(OssCall call, OssStore store)
    {
        store.RequireBucket(call.Bucket);

        if (Encoding.UTF8.GetString(await call.BodyAsync()).Contains("<Status>Enabled</Status>", StringComparison.Ordinal))
        {
            store.EnableVersioning(call.Bucket);
        }
    }
}
