using FcWorkflowTrigger.Cloud.Http;

namespace FcWorkflowTrigger.Cloud.Connections;

/// <summary>Opens a connection to an origin.</summary>
internal delegate Task<OpenConnection> Connect(HttpOrigin origin, CancellationToken cancellationToken);

/// <summary>A connection nobody else uses.</summary>
/// <param name="Stream">Whoever takes it closes it.</param>
/// <param name="Listen">What can be heard on it without reading.</param>
internal sealed record OpenConnection(Stream Stream, Func<Heard> Listen);

/// <summary>What the other side is heard to do.</summary>
internal enum Heard
{
    Nothing,

    /// <summary>Bytes that nobody has read. Behind them the end is not seen.</summary>
    Bytes,

    /// <summary>It has closed the connection.</summary>
    End,
}
