namespace FcWorkflowTrigger.Reconcile;

/// <summary>An operator's decision was not carried out. The message begins with a code, and says why and what to do.</summary>
internal sealed class DecisionException(string message) : Exception(message);
