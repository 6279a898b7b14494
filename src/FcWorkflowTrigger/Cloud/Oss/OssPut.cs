namespace FcWorkflowTrigger.Cloud.Oss;

/// <summary>What became of a conditional write.</summary>
internal abstract record OssPut
{
    private OssPut() { }

    /// <summary>The object holds what was sent.</summary>
    public sealed record Written : OssPut
    {
        public static Written Instance { get; } = new();
    }

    /// <summary>The place was taken; nothing changed by this request.</summary>
    public sealed record Taken : OssPut
    {
        public static Taken Instance { get; } = new();
    }
}
