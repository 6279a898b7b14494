namespace FcWorkflowTrigger.Emulator.Oss.Operations;

/// <summary>GetBucketAcl and PutBucketAcl. Every bucket is private.</summary>
internal static class BucketAcl
{
    public static Task GetAsync(OssCall call, OssStore store)
    {
        store.RequireBucket(call.Bucket);
        return AnswerAsync(call, ObjectAcls.Private);
    }

    public static Task PutAsync(OssCall call, OssStore store)
    {
        store.RequireBucket(call.Bucket);
        ObjectAcls.RequirePrivateBucket(call);
        return Task.CompletedTask;
    }

    /// <summary>The answer of GetBucketAcl and of GetObjectAcl.</summary>
    public static Task AnswerAsync(OssCall call, string acl) => OssReply.XmlAsync(call.Http, xml =>
    {
        xml.WriteStartElement("AccessControlPolicy");
        OssReply.WriteOwner(xml);
        xml.WriteStartElement("AccessControlList");
        xml.WriteElementString("Grant", acl);
        xml.WriteEndElement();
        xml.WriteEndElement();
    });
}
