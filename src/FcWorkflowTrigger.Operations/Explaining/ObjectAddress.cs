namespace FcWorkflowTrigger.Operations.Explaining;

/// <summary>The address of an object: <c>oss://bucket/key</c>, the key not URL-encoded.</summary>
internal sealed record ObjectAddress(string Bucket, string Key)
{
    private const string Scheme = "oss://";

    /// <exception cref="OperationException">The text does not have that form.</exception>
    public static ObjectAddress Parse(string text)
    {
        var slash = text.StartsWith(Scheme, StringComparison.Ordinal) ? text.IndexOf('/', Scheme.Length) : -1;

        return slash > Scheme.Length && slash < text.Length - 1
            ? new(text[Scheme.Length..slash], text[(slash + 1)..])
            : throw new OperationException("OBJECT-ADDRESS", $"'{text}' is not an object; write oss://bucket/key.");
    }

    public override string ToString() => $"{Scheme}{Bucket}/{Key}";
}
