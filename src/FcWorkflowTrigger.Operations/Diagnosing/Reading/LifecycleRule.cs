using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace FcWorkflowTrigger.Operations.Diagnosing.Reading;

/// <summary>A rule of a bucket's lifecycle that deletes objects (OSS documentation, "PutBucketLifecycle").</summary>
/// <param name="Prefix">Empty for the whole bucket.</param>
/// <param name="Days">After so many days since the last change; null for a rule with a date.</param>
internal sealed record LifecycleRule(string Prefix, int? Days)
{
    /// <summary>The rules of a reply of GetBucketLifecycle that are switched on and delete objects.</summary>
    /// <exception cref="InvalidDataException">It is not XML.</exception>
    public static IReadOnlyList<LifecycleRule> Read(byte[] answer)
    {
        try
        {
            // Document types are refused by the reader's defaults.
            using var reader = XmlReader.Create(new MemoryStream(answer, writable: false));
            return
            [
                .. from rule in XDocument.Load(reader).Root!.Elements()
                   where rule.Name.LocalName == "Rule" && Child(rule, "Status")?.Value == "Enabled"
                   let expiration = Child(rule, "Expiration")
                   where expiration is not null && (Child(expiration, "Days") ?? Child(expiration, "CreatedBeforeDate") ?? Child(expiration, "Date")) is not null
                   select new LifecycleRule(Child(rule, "Prefix")?.Value ?? "", int.TryParse(Child(expiration, "Days")?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var days) ? days : null),
            ];
        }
        catch (XmlException)
        {
            throw new InvalidDataException("OSS-REPLY-XML: the answer to GetBucketLifecycle is not XML.");
        }
    }

    public bool Overlaps(string prefix) => Prefix.StartsWith(prefix, StringComparison.Ordinal) || prefix.StartsWith(Prefix, StringComparison.Ordinal);

    private static XElement? Child(XElement parent, string name) => parent.Elements().FirstOrDefault(child => child.Name.LocalName == name);
}
