using System.Xml.Linq;
using FcWorkflowTrigger.Formats;
using FcWorkflowTrigger.Ledger;

namespace FcWorkflowTrigger.Tests.Docs;

/// <summary>The lifecycle that ships for marked objects is of OSS's shape, and asks for what the mark of the page becomes.</summary>
public sealed class LifecycleSampleTests
{
    private static readonly XElement Sample = XElement.Parse(Repository.Read("ops/lifecycle/marked.xml"));

    [Fact]
    public void It_is_a_lifecycle_as_OSS_takes_it()
    {
        Assert.Equal("LifecycleConfiguration", Sample.Name);
        Assert.All(Sample.Elements(), rule =>
        {
            Assert.Equal("Rule", rule.Name);
            Assert.Equal(["ID", "Prefix", "Tag", "Status"], rule.Elements().Select(element => element.Name.LocalName).Take(4));
            Assert.Equal("Enabled", rule.Element("Status")!.Value);
            Assert.True(int.Parse(rule.Descendants("Days").Single().Value, System.Globalization.CultureInfo.InvariantCulture) > 0);
        });
    }

    [Fact]
    public void It_asks_for_the_tag_of_the_page_and_for_words_that_it_becomes()
    {
        var mark = Repository.Read("docs/rules.md");

        Assert.All(Sample.Descendants("Tag"), tag =>
        {
            Assert.Contains($"\"mark\": {{\"{tag.Element("Key")!.Value}\": \"{{outcome}}\"", mark, StringComparison.Ordinal);
            Assert.Contains(tag.Element("Value")!.Value, EndEntry.States);
            Assert.Equal(tag.Element("Value")!.Value, TagTemplate.Fill("{outcome}", new Dictionary<string, string> { [TagTemplate.Outcome] = tag.Element("Value")!.Value }));
        });
    }
}
