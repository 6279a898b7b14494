namespace FcWorkflowTrigger.Emulator.Ims;

/// <summary>What an allowed registration does to the assets there are.</summary>
/// <param name="Earlier">The asset the same call made before, which is then the answer; null for a first call.</param>
/// <param name="Replaced">The asset that is gone afterwards, if any.</param>
internal readonly record struct Registration(MediaAsset? Earlier, MediaAsset? Replaced);
