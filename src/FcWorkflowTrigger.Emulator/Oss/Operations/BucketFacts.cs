using System.Globalization;
using System.Xml;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Oss.Operations;

/// <summary>GetBucketInfo, GetBucketLocation, GetBucketStat, and ListBuckets of the whole account.</summary>
internal static class BucketFacts
{
    private const string Location = $"oss-{LocalAccount.Region}";
    private const int DefaultMaxKeys = 100;

    public static Task InfoAsync(OssCall call, OssStore store)
    {
        var bucket = store.Bucket(call.Bucket);

        return OssReply.XmlAsync(call.Http, xml =>
        {
            xml.WriteStartElement("BucketInfo");
            xml.WriteStartElement("Bucket");
            WriteFacts(xml, bucket);
            xml.WriteElementString("AccessMonitor", "Disabled");
            xml.WriteElementString("BlockPublicAccess", BucketDocuments.PublicAccess.Find(bucket, "BlockPublicAccess"));
            xml.WriteElementString("CrossRegionReplication", "Disabled");
            xml.WriteElementString("DataRedundancyType", "LRS");
            xml.WriteElementString("TransferAcceleration", "Disabled");
            WriteOptional(xml, "Versioning", bucket.Versioning);
            OssReply.WriteOwner(xml);
            WriteNested(xml, "AccessControlList", "Grant", ObjectAcls.Of(bucket));
            xml.WriteStartElement("ServerSideEncryptionRule");
            xml.WriteElementString("SSEAlgorithm", BucketDocuments.Encryption.Find(bucket, "SSEAlgorithm") ?? "None");
            WriteOptional(xml, "KMSMasterKeyID", BucketDocuments.Encryption.Find(bucket, "KMSMasterKeyID"));
            xml.WriteEndElement();
            xml.WriteEndElement();
            xml.WriteEndElement();
        });
    }

    public static Task LocationAsync(OssCall call, OssStore store)
    {
        store.RequireBucket(call.Bucket);
        return OssReply.XmlAsync(call.Http, xml => xml.WriteElementString("LocationConstraint", Location));
    }

    public static Task StatAsync(OssCall call, OssStore store)
    {
        var objects = store.List(call.Bucket, "");
        var bytes = objects.Sum(stored => stored.Body.LongLength);
        var changed = objects.Select(stored => stored.LastModified.ToUnixTimeSeconds()).DefaultIfEmpty().Max();

        return OssReply.XmlAsync(call.Http, xml =>
        {
            xml.WriteStartElement("BucketStat");
            xml.WriteElementString("Storage", Text(bytes));
            xml.WriteElementString("ObjectCount", Text(objects.Count));
            xml.WriteElementString("MultipartUploadCount", Text(store.Uploads.In(call.Bucket).Count));
            xml.WriteElementString("LiveChannelCount", "0");
            xml.WriteElementString("LastModifiedTime", Text(changed));
            xml.WriteElementString("StandardStorage", Text(bytes));
            xml.WriteElementString("StandardObjectCount", Text(objects.Count));
            xml.WriteEndElement();
        });
    }

    public static Task ListAsync(OssCall call, OssStore store)
    {
        var (prefix, marker, max) = (call.Target["prefix"] ?? "", call.Target["marker"] ?? "", call.Number("max-keys", DefaultMaxKeys));
        var found = store.Buckets()
            .Where(bucket => bucket.Name.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(bucket.Name, marker) > 0)
            .Take(max + 1)
            .ToArray();
        var page = found[..Math.Min(max, found.Length)];

        return OssReply.XmlAsync(call.Http, xml =>
        {
            xml.WriteStartElement("ListAllMyBucketsResult");
            WriteOptional(xml, "Prefix", prefix);
            WriteOptional(xml, "Marker", marker);
            xml.WriteElementString("MaxKeys", Text(max));
            xml.WriteElementString("IsTruncated", found.Length > max ? "true" : "false");
            WriteOptional(xml, "NextMarker", found.Length > max ? page[^1].Name : null);
            OssReply.WriteOwner(xml);
            xml.WriteStartElement("Buckets");

            foreach (var bucket in page)
            {
                xml.WriteStartElement("Bucket");
                WriteFacts(xml, bucket);
                xml.WriteElementString("Region", LocalAccount.Region);
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
            xml.WriteEndElement();
        });
    }

    private static void WriteFacts(XmlWriter xml, StoredBucket bucket)
    {
        xml.WriteElementString("Name", bucket.Name);
        xml.WriteElementString("Location", Location);
        xml.WriteElementString("CreationDate", ListObjects.Time(bucket.Created));
        xml.WriteElementString("ExtranetEndpoint", $"{Location}.aliyuncs.com");
        xml.WriteElementString("IntranetEndpoint", $"{Location}-internal.aliyuncs.com");
        xml.WriteElementString("StorageClass", StorageClasses.Standard);
    }

    private static void WriteNested(XmlWriter xml, string outer, string inner, string value)
    {
        xml.WriteStartElement(outer);
        xml.WriteElementString(inner, value);
        xml.WriteEndElement();
    }

    private static void WriteOptional(XmlWriter xml, string name, string? value)
    {
        if (value is { Length: > 0 })
        {
            xml.WriteElementString(name, value);
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
