using FcWorkflowTrigger.Rules.Content;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Rules;

/// <summary>The upload and the facts that one evaluation of the rules reads. Values that several conditions need are computed once.</summary>
internal sealed class EvaluationContext(Upload upload, Facts facts)
{
    private MediaKinds? _kinds;

    public Upload Upload { get; } = upload;

    public Facts Facts { get; } = facts;

    /// <summary>The name of an event that only rules that name it take; null for an event that every rule may take.</summary>
    public string? NamedEvent { get; } = NamedEvents.NameOf(upload);

    /// <summary>The kinds of media that the key's extension claims.</summary>
    public MediaKinds Kinds => _kinds ??= MediaKindNames.FromKey(Upload.Key);

    /// <summary>False when the object has been deleted or replaced, so that its facts are not the upload's.</summary>
    public bool IsCurrent => Facts.Object is not { State: not ObjectState.Current };

    public IReadOnlyDictionary<string, string> Meta => Facts.Object?.Meta ?? Empty;

    private static IReadOnlyDictionary<string, string> Empty { get; } = new Dictionary<string, string>();
}
