using System.Text.Json.Serialization;

namespace FcWorkflowTrigger.Ledger.Records;

/// <summary>One record of a run's log: written once, never changed. The journal fills in the fields that every kind has.</summary>
/// <remarks>WorkflowRun defines what each kind means and which kind may follow which.</remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ClaimRecord), "claim")]
[JsonDerivedType(typeof(IntentRecord), "intent")]
[JsonDerivedType(typeof(RefusedRecord), "refused")]
[JsonDerivedType(typeof(StartedRecord), "started")]
[JsonDerivedType(typeof(OverdueRecord), "overdue")]
[JsonDerivedType(typeof(DoneRecord), "done")]
[JsonDerivedType(typeof(RejectRecord), "reject")]
[JsonDerivedType(typeof(ParkRecord), "park")]
[JsonDerivedType(typeof(CancelRecord), "cancel")]
internal abstract record RunRecord
{
    /// <summary>No record is ever written after this one.</summary>
    [JsonIgnore]
    public bool IsLast => this is DoneRecord or RejectRecord or CancelRecord;

    /// <summary>The user's systems are told of it: it is an end of the run, or the run is parked or overdue.</summary>
    [JsonIgnore]
    public bool IsTold => IsLast || this is ParkRecord or OverdueRecord;

    /// <summary>The object of the run is marked with it, if the rule asks for that: it is an end, and not one that leaves the mark to another run, of the same upload or of the last bytes of the key.</summary>
    [JsonIgnore]
    public bool IsMarked => IsLast && this is not (CancelRecord { Reason: CancelRecord.Backfilled or CancelRecord.AlreadyRun } or CancelRecord { IsOfFormerBytes: true });

    /// <summary>The newest format that this version reads, and the one that it writes.</summary>
    /// <remarks>A field that older versions may ignore needs no new format; a record that they would misread does.</remarks>
    public const int NewestFormat = 1;

    /// <summary>The number of the format.</summary>
    public int V { get; init; } = NewestFormat;

    /// <summary>Place in the log, from 0.</summary>
    [JsonRequired]
    public int Seq { get; init; }

    /// <summary>How often the run had been claimed when this record was written, from 1.</summary>
    [JsonRequired]
    public int Epoch { get; init; }

    /// <summary>22 characters of base64url, random. After a lost reply it shows whether a record is our own.</summary>
    [JsonRequired]
    public string Nonce { get; init; } = "";

    /// <summary>When the record was written, by the cloud's clock.</summary>
    [JsonRequired]
    public DateTimeOffset At { get; init; }

    /// <summary>Who wrote the record: <c>request id/instance id</c> of Function Compute.</summary>
    [JsonRequired]
    public string By { get; init; } = "";

    /// <summary>What an operator said about this decision; null for records that no operator caused.</summary>
    public string? Note { get; init; }
}
