using System.Text.Json;
using FcWorkflowTrigger.Runs;

namespace FcWorkflowTrigger.Ingest;

/// <summary>The ingest function: the events of uploads, and what an operator asks for beside them.</summary>
internal sealed class IngestHandler(UploadEventHandler events, BackfillHandler backfills, MediaStartHandler starts, IngestOptions options)
{
    /// <returns>The JSON that answers an operator; empty for an event.</returns>
    /// <exception cref="MalformedEventException">The document is neither.</exception>
    /// <exception cref="OperatorRequestException">What an operator asks for is not whole, or cannot be done.</exception>
    /// <exception cref="AggregateException">Several uploads failed; the others were handled.</exception>
    public async Task<ReadOnlyMemory<byte>> HandleAsync(ReadOnlyMemory<byte> document, Invocation invocation, CancellationToken cancellationToken)
    {
        switch (IngestDocument.Read(document))
        {
            case [IngestMessage.Backfill { Request: var backfill }]:
                return JsonSerializer.SerializeToUtf8Bytes(await backfills.HandleAsync(backfill, via: null, invocation, cancellationToken), IngestJson.Default.BackfillReply);
            case [IngestMessage.Start { Request: var start }]:
                return JsonSerializer.SerializeToUtf8Bytes(await starts.HandleAsync(start, invocation, cancellationToken), IngestJson.Default.MediaStartReply);
            case var messages:
                await events.HandleAsync(UploadEvents.Read(messages, options.Region), invocation, cancellationToken);
                return default;
        }
    }
}
