namespace FcWorkflowTrigger.Emulator.Ims;

/// <summary>The effect of an allowed registration on the existing assets.</summary>
/// <param name="Earlier">The asset of an earlier identical call, which is then the answer; null for a first call.</param>
/// <param name="Replaced">The asset that the registration removes, if any.</param>
internal readonly record struct Registration(MediaAsset? Earlier, MediaAsset? Replaced);
