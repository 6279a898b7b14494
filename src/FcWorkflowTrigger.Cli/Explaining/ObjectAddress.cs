using FcWorkflowTrigger.Cli.Commands;

namespace FcWorkflowTrigger.Cli.Explaining;

/// <summary>An object as people write it: <c>oss://bucket/key</c>, the key raw.</summary>
internal sealed record ObjectAddress(string Bucket, string Key)
{
    private const string Scheme = "oss://";

    /// <exception cref="CliException">Not of that form.</exception>
    public static ObjectAddress Parse(string text)
    {
        var slash = text.StartsWith(Scheme, StringComparison.Ordinal) ? text.IndexOf('/', Scheme.Length) : -1;

        return slash > Scheme.Length && slash < text.Length - 1
            ? new(text[Scheme.Length..slash], text[(slash + 1)..])
            : throw new CliException("OBJECT-ADDRESS", $"'{text}' is no object; write oss://bucket/key.");
    }

    public override string ToString() => $"{Scheme}{Bucket}/{Key}";
}
