using System.Text.Json.Serialization;

namespace FcWorkflowTrigger.Ledger.Records;

/// <summary>One line of a run's log: written once, never changed. The journal of runs fills in what every kind has.</summary>
/// <remarks>What each kind means, and in which order kinds may follow each other, is for the state of the run to say (WorkflowRun).</remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ClaimRecord), "claim")]
[JsonDerivedType(typeof(IntentRecord), "intent")]
[JsonDerivedType(typeof(RefusedRecord), "refused")]
[JsonDerivedType(typeof(StartedRecord), "started")]
[JsonDerivedType(typeof(DoneRecord), "done")]
[JsonDerivedType(typeof(RejectRecord), "reject")]
[JsonDerivedType(typeof(ParkRecord), "park")]
[JsonDerivedType(typeof(CancelRecord), "cancel")]
internal abstract record RunRecord
{
    /// <summary>Nothing is ever written after it.</summary>
    [JsonIgnore]
    public bool IsLast => this is DoneRecord or RejectRecord or CancelRecord;

    /// <summary>The format's version.</summary>
    public int V { get; init; } = 1;

    /// <summary>Place in the log, from 0.</summary>
    [JsonRequired]
    public int Seq { get; init; }

    /// <summary>How often the run has been claimed when this was written, from 1.</summary>
    [JsonRequired]
    public int Epoch { get; init; }

    /// <summary>22 characters of base64url, random: tells our own record from another's after a lost reply.</summary>
    [JsonRequired]
    public string Nonce { get; init; } = "";

    /// <summary>When, by the cloud's clock.</summary>
    [JsonRequired]
    public DateTimeOffset At { get; init; }

    /// <summary>Who: <c>request id/instance id</c> of Function Compute.</summary>
    [JsonRequired]
    public string By { get; init; } = "";
}
