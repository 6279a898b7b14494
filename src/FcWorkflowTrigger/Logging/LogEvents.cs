namespace FcWorkflowTrigger.Logging;

/// <summary>The names of what log lines tell, for queries and alarms. A name stays when a sentence changes. The operations page lists them.</summary>
internal static class LogEvents
{
    public const string UploadRefused = "upload.refused";
    public const string UploadDryRun = "upload.dry_run";
    public const string EventTakenUp = "event.taken_up";
    public const string EventLeftToSweeps = "event.left_to_sweeps";
    public const string EventKept = "event.kept";
    public const string SidecarArrived = "sidecar.arrived";

    public const string RunClaimed = "run.claimed";
    public const string RunKnown = "run.known";
    public const string RunTakenOver = "run.taken_over";
    public const string RunMovedOn = "run.moved_on";
    public const string RunPlanned = "run.planned";
    public const string RunSidecarUnread = "run.sidecar_unread";
    public const string RunWaits = "run.waits";
    public const string RunWaitsForSidecar = "run.waits_for_sidecar";
    public const string RunWaitsForParked = "run.waits_for_parked";
    public const string RunWaitsForIncomplete = "run.waits_for_incomplete";
    public const string RunWaitsToReplace = "run.waits_to_replace";
    public const string RunRegistered = "run.registered";
    public const string RunAssetNotReady = "run.asset_not_ready";
    public const string RunStartRefused = "run.start_refused";
    public const string RunStarted = "run.started";
    public const string RunStartUnknown = "run.start_unknown";
    public const string RunListIncomplete = "run.list_incomplete";
    public const string RunStartAmbiguous = "run.start_ambiguous";
    public const string RunStartFound = "run.start_found";
    public const string RunStartLost = "run.start_lost";
    public const string RunParked = "run.parked";
    public const string RunOverdue = "run.overdue";
    public const string RunEnded = "run.ended";
    public const string RunRejected = "run.rejected";
    public const string RunCanceled = "run.canceled";
    public const string RunCanceledForSidecar = "run.canceled_for_sidecar";
    public const string RunRestartLimit = "run.restart_limit";
    public const string RunDecided = "run.decided";
    public const string RunLeftToSweeps = "run.left_to_sweeps";
    public const string RunRedriven = "run.redriven";
    public const string RunUnchecked = "run.unchecked";
    public const string RunMarkUnchecked = "run.mark_unchecked";
    public const string RunBackgroundFailed = "run.background_failed";
    public const string RunIncomplete = "run.incomplete";

    public const string CallbackReceived = "callback.received";
    public const string CallbackQueued = "callback.queued";
    public const string CallbackFailed = "callback.failed";

    public const string SweepDone = "sweep.done";
    public const string SweepLevels = "sweep.levels";
    public const string SweepLevelsUnread = "sweep.levels_unread";
    public const string BudgetUsed = "budget.used";
    public const string SweepOutOfTime = "sweep.out_of_time";
    public const string SweepUnrecorded = "sweep.unrecorded";

    public const string CatchUpDone = "catch_up.done";
    public const string CatchUpTaken = "catch_up.taken";
    public const string CatchUpObjectFailed = "catch_up.object_failed";
    public const string CatchUpGivenUp = "catch_up.given_up";
    public const string CatchUpBehind = "catch_up.behind";
    public const string CatchUpFailed = "catch_up.failed";

    public const string DeliverySent = "delivery.sent";
    public const string DeliveryDeferred = "delivery.deferred";
    public const string DeliveryGivenUp = "delivery.given_up";
    public const string DeliveryObsolete = "delivery.obsolete";
    public const string DeliveryFailed = "delivery.failed";
    public const string DeliveryLost = "delivery.lost";

    public const string ExportDone = "export.done";
    public const string ExportDeferred = "export.deferred";
    public const string ExportRefused = "export.refused";
    public const string ExportExpired = "export.expired";
    public const string ExportUnreadable = "export.unreadable";
    public const string ExportFailed = "export.failed";

    public const string RulesWarned = "rules.warned";
    public const string InstanceStarted = "instance.started";
    public const string InstanceLeaves = "instance.leaves";
    public const string InvocationFailed = "invocation.failed";

    /// <summary>A line of the framework.</summary>
    public const string Framework = "framework";
}
