namespace FcWorkflowTrigger.Tests.Docs;

internal static class PageAssert
{
    /// <summary>A page lists what the code has: all of it, nothing else, and nothing twice.</summary>
    public static void Same(IEnumerable<string> code, IEnumerable<string> page) =>
        Assert.Equal(code.Distinct().Order(StringComparer.Ordinal), page.Order(StringComparer.Ordinal));
}
