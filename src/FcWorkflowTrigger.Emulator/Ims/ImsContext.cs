using FcWorkflowTrigger.Emulator.Ims.Callbacks;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Ims;

/// <summary>The services that the actions of IMS use.</summary>
/// <param name="ObjectExists">Whether OSS has an object: bucket, key.</param>
internal sealed record ImsContext(
    ImsState State,
    EmulatorClock Clock,
    ImsTimings Timings,
    Func<string, string, bool> ObjectExists,
    TaskRunner Runner,
    AssetRunner Assets);
