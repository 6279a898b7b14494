using FcWorkflowTrigger.Rules.Content;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Rules.Conditions;

/// <summary>What the rules are asked about; things several conditions want are worked out once.</summary>
internal sealed class EvaluationContext(Upload upload, Facts facts)
{
    private MediaKinds? _kinds;

    public Upload Upload { get; } = upload;

    public Facts Facts { get; } = facts;

    /// <summary>The kinds the key's extension claims.</summary>
    public MediaKinds Kinds => _kinds ??= MediaKindNames.OfKey(Upload.Key);

    /// <summary>False when the facts are of another object, or of none.</summary>
    public bool IsCurrent => Facts.Object is not { State: not ObjectState.Current };

    public IReadOnlyDictionary<string, string> Meta => Facts.Object?.Meta ?? Nothing;

    private static IReadOnlyDictionary<string, string> Nothing { get; } = new Dictionary<string, string>();
}
