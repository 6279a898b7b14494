using System.Text.RegularExpressions;
using FcWorkflowTrigger.Rules.Conditions;
using FcWorkflowTrigger.Rules.Globs;
using FcWorkflowTrigger.Rules.Templates;

namespace FcWorkflowTrigger.Rules;

/// <summary>Compiles the patterns and templates of a rules file, each text once: the check of the file and the rules themselves share the results.</summary>
/// <remarks>Not thread-safe. It is used while a file is read; the results may be used by several threads.</remarks>
internal sealed class PatternCompiler
{
    private readonly Dictionary<string, Regex> _regexes = [];
    private readonly Dictionary<string, IReadOnlyList<Glob>> _globs = [];
    private readonly Dictionary<string, Template> _templates = [];

    /// <summary>How often a text was asked for that was compiled already.</summary>
    public int Reused { get; private set; }

    /// <inheritdoc cref="KeyRegex.Compile"/>
    public Regex CompileRegex(string pattern) => Compile(_regexes, pattern, KeyRegex.Compile);

    /// <inheritdoc cref="Glob.Parse"/>
    public IReadOnlyList<Glob> CompileGlob(string pattern) => Compile(_globs, pattern, Glob.Parse);

    /// <inheritdoc cref="Template.Parse"/>
    public Template CompileTemplate(string text) => Compile(_templates, text, Template.Parse);

    private T Compile<T>(Dictionary<string, T> known, string text, Func<string, T> compile)
    {
        if (known.TryGetValue(text, out var found))
        {
            Reused++;
            return found;
        }

        return known[text] = compile(text);
    }
}
