namespace FcWorkflowTrigger.Ledger;

/// <summary>A marker as a listing shows it.</summary>
/// <param name="PutAt">When the marker was put under this key. The hour in the key is coarser.</param>
internal readonly record struct ListedMarker(Marker Marker, DateTimeOffset PutAt);
