namespace FcWorkflowTrigger.Emulator.Oss.Operations;

/// <summary>GetBucketAcl and PutBucketAcl. What an ACL may be: <see cref="ObjectAcls"/>.</summary>
internal static class BucketAcl
{
    public static Task GetAsync(OssCall call, OssStore store) => AnswerAsync(call, ObjectAcls.Of(store.Bucket(call.Bucket)));

    public static Task PutAsync(OssCall call, OssStore store)
    {
        ObjectAcls.SetOf(store.Bucket(call.Bucket), call, store);
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
