namespace FcWorkflowTrigger.Services.Connections;

/// <summary>A connection over which nothing has been asked yet.</summary>
/// <param name="Stream">Whoever takes it closes it.</param>
/// <param name="HasEnded">True once the other side is seen to have closed it.</param>
internal sealed record OpenConnection(Stream Stream, Func<bool> HasEnded);
