using FcWorkflowTrigger.Logging;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Reconcile.CatchingUp;

/// <summary>Log lines about objects whose events never came.</summary>
internal static partial class CatchUpLog
{
    [LoggerMessage(EventId = 90, EventName = LogEvents.CatchUpDone, Level = LogLevel.Information, Message = "Caught up: {Listed} objects listed, {Asked} asked after, {Taken} taken, {Failed} failed.")]
    public static partial void Done(ILogger logger, int listed, int asked, int taken, int failed);

    [LoggerMessage(EventId = 91, EventName = LogEvents.CatchUpTaken, Level = LogLevel.Warning, Message = "The event of {Upload} was missed: run {RunId} is opened for it under rule {Rule}. Look at the trigger.")]
    public static partial void Taken(ILogger logger, Upload upload, string runId, string rule);

    [LoggerMessage(EventId = 92, EventName = LogEvents.CatchUpObjectFailed, Level = LogLevel.Warning, Message = "Whether the event of {Upload} was missed could not be found out; the next sweep tries again.")]
    public static partial void ObjectFailed(ILogger logger, Upload upload, Exception failure);

    [LoggerMessage(EventId = 93, EventName = LogEvents.CatchUpGivenUp, Level = LogLevel.Error, Message = "Whether the event of {Upload} was missed could not be found out, and the object is too old now: a person must look.")]
    public static partial void GivenUp(ILogger logger, Upload upload);

    [LoggerMessage(EventId = 94, EventName = LogEvents.CatchUpBehind, Level = LogLevel.Error, Message = "Nobody has looked at the objects of {Place} that were modified from {From} to {Until}: a round takes longer than CATCH_UP reaches back, or sweeps were missing. Backfill them.")]
    private static partial void Behind(ILogger logger, string place, string from, string until);

    [LoggerMessage(EventId = 95, EventName = LogEvents.CatchUpFailed, Level = LogLevel.Error, Message = "{Place} could not be looked through for missed events; the next sweep tries again.")]
    private static partial void Failed(ILogger logger, string place, Exception failure);

    public static void Behind(ILogger logger, CatchUpPlace place, DateTimeOffset from, DateTimeOffset until) => Behind(logger, Name(place), $"{from:u}", $"{until:u}");

    public static void Failed(ILogger logger, CatchUpPlace place, Exception failure) => Failed(logger, Name(place), failure);

    private static string Name(CatchUpPlace place) => $"oss://{LogText.Escape(place.Bucket)}/{LogText.Escape(place.Prefix)}";
}
