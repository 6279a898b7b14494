namespace FcWorkflowTrigger.Logging;

/// <summary>Something that log lines name, such as a run: it adds what a query may ask for to the facts of the line.</summary>
internal interface ILogFacts
{
    /// <param name="now">The time of the line.</param>
    void WriteFacts(LogFacts facts, DateTimeOffset now);
}
