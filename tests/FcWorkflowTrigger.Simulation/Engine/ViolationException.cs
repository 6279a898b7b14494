namespace FcWorkflowTrigger.Simulation.Engine;

/// <summary>A promise was broken; the sentence says which.</summary>
internal sealed class ViolationException(string promise) : Exception(promise);
