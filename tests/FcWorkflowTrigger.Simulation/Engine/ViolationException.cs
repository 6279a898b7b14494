namespace FcWorkflowTrigger.Simulation.Engine;

/// <summary>A promise was broken. The message describes it.</summary>
internal sealed class ViolationException(string message) : Exception(message);
