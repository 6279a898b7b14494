using System.Text.RegularExpressions;

namespace FcWorkflowTrigger.Tests.Docs;

public sealed partial class LocalCloudPageTests
{
    private static readonly string Source = Repository.Code(Repository.Emulator);

    private readonly MarkdownPage _page = Repository.Page("docs/local-cloud.md");

    [Fact]
    public void The_page_lists_the_control_routes()
    {
        var routes = Route().Matches(Source).Select(route => $"{route.Groups["method"].Value} /_emulator{Segments(route.Groups["path"].Value)}");

        PageAssert.Same(routes, _page.Table("Control routes", "Route").Select(row => MarkdownPage.Plain(row[0])));
    }

    [Fact]
    public void The_page_lists_what_the_control_routes_can_be_asked()
    {
        var asked = Parameter().Matches(Source).Select(parameter => parameter.Groups["name"].Value);

        PageAssert.Same(asked, _page.Table("Control routes", "Route").Where(row => !row[1].StartsWith("body", StringComparison.Ordinal)).SelectMany(row => MarkdownPage.CodesOf(row[1])).Where(name => !name.Contains('=')).Distinct());
    }

    [Fact]
    public void The_page_lists_the_options() =>
        PageAssert.Same(Option().Matches(Source).Select(option => option.Groups["name"].Value), _page.Table("Options", "Option").Select(row => MarkdownPage.Plain(row[0])));

    [Fact]
    public void The_page_lists_the_settings_that_are_handed_on()
    {
        var settings = Deployment.Read().Asked.Select(asked => asked.Name).ToHashSet();

        PageAssert.Same(
            Name().Matches(Source).Select(name => name.Groups["name"].Value).Where(settings.Contains),
            MarkdownPage.CodesOf(_page.Section("Settings it hands on")).Where(settings.Contains));
    }

    // , "functions", var name, "kill"  is  /functions/<name>/kill
    private static string Segments(string pattern) => string.Concat(Segment().Matches(pattern)
        .Select(segment => segment.Groups["literal"].Success ? $"/{segment.Groups["literal"].Value}" : $"/<{segment.Groups["name"].Value}>"));

    [GeneratedRegex("""\("(?<method>[A-Z]+)", \[_, "_emulator"(?<path>[^\]]*)\]\)""")]
    private static partial Regex Route();

    [GeneratedRegex("""\w+\("(?<literal>)"\)|"(?<literal>\w+)"|var (?<name>\w+)""")]
    private static partial Regex Segment();

    // Query["key"], or one that is read and checked: Word(http, "status", …), Number(http, "count", …)
    [GeneratedRegex("""(Query\[|(Word|Number)\(http, )"(?<name>\w+)"[\],]""")]
    private static partial Regex Parameter();

    [GeneratedRegex("\"(?<name>--[a-z-]+)\"")]
    private static partial Regex Option();

    [GeneratedRegex("\"(?<name>[A-Z]+(_[A-Z]+)*)\"")]
    private static partial Regex Name();
}
