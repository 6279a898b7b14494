using System.Text.RegularExpressions;

namespace FcWorkflowTrigger.Tests.Docs;

public sealed partial class PageTests
{
    private const int MostLines = 200;
    private const int MostBytes = 14 * 1024;

    [Fact]
    public void Every_link_and_anchor_leads_somewhere()
    {
        var dead = Repository.Pages
            .Select(Repository.Page)
            .SelectMany(page => page.Links.Where(link => !IsWeb(link) && !Leads(page.Path, link)).Select(link => $"{page.Path}: {link}"));

        Assert.Empty(dead);
    }

    [Fact]
    public void Every_page_can_be_reached_from_the_README()
    {
        var reached = new HashSet<string>();
        var next = new Queue<string>(["README.md"]);

        while (next.TryDequeue(out var path))
        {
            if (reached.Add(path))
            {
                foreach (var link in Repository.Page(path).Links.Where(link => !IsWeb(link)).Select(link => Target(path, link).Path))
                {
                    if (link.EndsWith(".md", StringComparison.Ordinal))
                    {
                        next.Enqueue(link);
                    }
                }
            }
        }

        Assert.Empty(Repository.Pages.Except(reached));
    }

    [Fact]
    public void The_README_stays_a_page_that_a_person_reads()
    {
        var text = Repository.Read("README.md");

        Assert.InRange(text.Split('\n').Length - 1, 1, MostLines);
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(text), 1, MostBytes);
        Assert.Contains("dotnet run --project src/FcWorkflowTrigger.Emulator -- demo", FirstScreen(text), StringComparison.Ordinal);
        Assert.Contains("\ndotnet test ", FirstScreen(text), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_page_says_first_whom_it_is_for()
    {
        var silent = Repository.Pages
            .Where(path => path != "README.md")
            .Where(path => !Repository.Page(path).Opening.StartsWith(path.StartsWith("docs/zh/", StringComparison.Ordinal) ? "本页面向" : "For people ", StringComparison.Ordinal));

        Assert.Empty(silent);
    }

    [Fact]
    public void Every_test_that_a_page_names_exists()
    {
        var code = Repository.TestCode();
        var missing = Repository.Pages
            .SelectMany(path => Repository.Page(path).CodeSpans.Select(span => (path, Name: TestName().Match(span))))
            .Where(named => named.Name.Success)
            .Where(named => !code.Any(file => Declares(file, named.Name.Groups["class"].Value, named.Name.Groups["method"].Value)))
            .Select(named => $"{named.path}: {named.Name.Value}");

        Assert.Empty(missing);
    }

    [Fact]
    public void Every_code_that_a_page_names_is_in_the_index()
    {
        var operations = Repository.Page("docs/operations.md");
        var index = operations.Table("Codes", "Code").Concat(operations.Table("Doctor", "Check")).Select(row => MarkdownPage.Plain(row[0])).ToHashSet();
        var unknown = Repository.Pages
            .Where(path => path != "docs/local-cloud.md")
            .SelectMany(path => Repository.Page(path).CodeSpans.Select(span => (Path: path, Span: span)))
            .Where(named => Code().IsMatch(named.Span) && !named.Span.StartsWith("X-", StringComparison.Ordinal) && !index.Contains(named.Span))
            .Select(named => $"{named.Path}: {named.Span}");

        Assert.Empty(unknown);
    }

    [Fact]
    public void The_page_for_contributors_lists_the_measurements()
    {
        var measurements = Measurement().Matches(Repository.Code(Repository.Benchmarks)).Select(measurement => measurement.Groups["name"].Value);

        PageAssert.Same(measurements, Repository.Page("docs/contributing.md").Table("Benchmarks", "Measurement").Select(row => MarkdownPage.Plain(row[0])));
    }

    private static string FirstScreen(string text) => string.Join('\n', text.Split('\n').Take(20));

    private static bool IsWeb(string link) => link.StartsWith("https://", StringComparison.Ordinal);

    private static bool Leads(string from, string link)
    {
        var (path, anchor) = Target(from, link);
        return Path.Exists(Repository.PathOf(path)) && (anchor is null || Repository.Page(path).Anchors.Contains(anchor));
    }

    private static (string Path, string? Anchor) Target(string from, string link)
    {
        var parts = Uri.UnescapeDataString(link).Split('#', 2);
        var folder = Path.GetDirectoryName(from)!;
        var path = parts[0].Length == 0 ? from : Path.GetRelativePath(Repository.PathOf("."), Path.GetFullPath(Path.Combine(Repository.PathOf(folder), parts[0])));
        return (path.Replace(Path.DirectorySeparatorChar, '/'), parts.Length > 1 ? parts[1] : null);
    }

    private static bool Declares(string file, string type, string method) =>
        Regex.IsMatch(file, $@"\bclass {type}\b") && (method.Length == 0 || Regex.IsMatch(file, $@" {method}\("));

    [GeneratedRegex(@"^(?<class>\w+(Tests|Contract|Promises))(\.(?<method>\w+))?$")]
    private static partial Regex TestName();

    // new("start", "Exec to the first 200 of each role.", 40, StartMeasurement.RunAsync)
    [GeneratedRegex("""new\("(?<name>[a-z]+)", "[^"]+", \d+, \w+\.RunAsync\)""")]
    private static partial Regex Measurement();

    [GeneratedRegex("^[A-Z]+(-[A-Z]+)+$")]
    private static partial Regex Code();
}
