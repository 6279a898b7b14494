using System.Xml;

namespace FcWorkflowTrigger.Emulator.Oss.Operations;

/// <summary>One page of a listing: objects, and groups of them that share a beginning up to the delimiter.</summary>
internal sealed record ListPage(IReadOnlyList<ListPage.Entry> Entries, bool IsTruncated)
{
    /// <param name="Object">Null for a group.</param>
    internal readonly record struct Entry(string Name, StoredObject? Object);

    public static ListPage Create(IReadOnlyList<StoredObject> objects, string prefix, string delimiter, string after, int max)
    {
        var entries = objects
            .Select(stored => Grouped(stored, prefix, delimiter))
            .DistinctBy(entry => entry.Name)
            .Where(entry => string.CompareOrdinal(entry.Name, after) > 0)
            .Take(max + 1)
            .ToArray();

        return new(entries[..Math.Min(max, entries.Length)], entries.Length > max);
    }

    public void Write(XmlWriter xml, bool withOwner, Func<string, string> encode)
    {
        foreach (var stored in Entries.Select(entry => entry.Object).OfType<StoredObject>())
        {
            xml.WriteStartElement("Contents");
            xml.WriteElementString("Key", encode(stored.Key));
            xml.WriteElementString("LastModified", ListObjects.Time(stored.LastModified));
            xml.WriteElementString("ETag", stored.QuotedETag);
            xml.WriteElementString("Type", stored.Type);
            xml.WriteElementString("Size", $"{stored.Body.LongLength}");
            xml.WriteElementString("StorageClass", stored.StorageClass);

            if (withOwner)
            {
                OssReply.WriteOwner(xml);
            }

            xml.WriteEndElement();
        }

        foreach (var group in Entries.Where(entry => entry.Object is null))
        {
            xml.WriteStartElement("CommonPrefixes");
            xml.WriteElementString("Prefix", encode(group.Name));
            xml.WriteEndElement();
        }
    }

    private static Entry Grouped(StoredObject stored, string prefix, string delimiter)
    {
        var end = delimiter.Length == 0 ? -1 : stored.Key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal);
        return end < 0 ? new(stored.Key, stored) : new(stored.Key[..(end + delimiter.Length)], null);
    }
}
