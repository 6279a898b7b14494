namespace FcWorkflowTrigger.Simulation.Cloud;

/// <summary>The services of one schedule, which all processes share.</summary>
/// <param name="Bucket">The bucket of the ledger.</param>
/// <param name="Media">The bucket of the uploads.</param>
/// <param name="Receiver">The system that receives the outcomes of runs; null for none.</param>
/// <param name="Collector">The collector of telemetry; null for none.</param>
internal sealed record SimulatedCloud(OssBucket Bucket, MediaBucket Media, ImsService Ims, OutcomeReceiver? Receiver, Collector? Collector);
