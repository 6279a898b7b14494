namespace FcWorkflowTrigger.Cloud.Oss;

/// <summary>The result of a conditional write.</summary>
internal abstract record OssPut
{
    private OssPut() { }

    /// <summary>The object holds the bytes of this write.</summary>
    public sealed record Written : OssPut
    {
        public static Written Instance { get; } = new();
    }

    /// <summary>The place was taken. This write changed nothing.</summary>
    public sealed record Taken : OssPut
    {
        public static Taken Instance { get; } = new();
    }
}
