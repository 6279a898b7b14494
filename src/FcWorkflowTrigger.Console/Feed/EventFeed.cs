using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace FcWorkflowTrigger.ConsolePage.Feed;

/// <summary>What happens, as Server-Sent Events. The last <see cref="Kept"/> events are kept, so that a page that lost its connection goes on where it was.</summary>
internal sealed class EventFeed
{
    /// <summary>The kind of the event that tells a page to read everything again: events were missed.</summary>
    public const string Reset = "reset";

    private const int Kept = 2000;
    private const int MostWaiting = 5000;

    // The ids of an earlier process mean nothing to this one.
    private readonly string _epoch = Guid.NewGuid().ToString("N")[..8];
    private readonly Lock _gate = new();
    private readonly Queue<(long Id, SseItem<string> Item)> _kept = new();
    private readonly List<Channel<SseItem<string>>> _readers = [];
    private long _last;

    /// <param name="kind"><c>upload</c>, <c>invocation</c>, <c>log</c>, <c>task</c>, <c>callback</c>, <c>delivery</c>, <c>fault</c>, <c>clock</c> or <c>run</c>.</param>
    /// <param name="json">One line.</param>
    public void Publish(string kind, string json)
    {
        lock (_gate)
        {
            var item = new SseItem<string>(json, kind) { EventId = IdOf(++_last) };
            _kept.Enqueue((_last, item));

            if (_kept.Count > Kept)
            {
                _kept.Dequeue();
            }

            foreach (var reader in _readers)
            {
                reader.Writer.TryWrite(item);
            }
        }
    }

    /// <summary>How many pages listen.</summary>
    public int Readers
    {
        get
        {
            lock (_gate)
            {
                return _readers.Count;
            }
        }
    }

    /// <param name="lastEventId">The id of the last event that the reader has seen; null for a new reader, who gets no earlier ones.</param>
    public async IAsyncEnumerable<SseItem<string>> ReadAsync(string? lastEventId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A reader that falls behind loses its oldest events instead of filling the memory.
        var channel = Channel.CreateBounded<SseItem<string>>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest });
        IReadOnlyList<SseItem<string>> missed;

        lock (_gate)
        {
            missed = FindMissed(lastEventId);
            _readers.Add(channel);
        }

        try
        {
            foreach (var item in missed)
            {
                yield return item;
            }

            await foreach (var item in channel.Reader.ReadAllAsync(cancellationToken))
            {
                yield return item;
            }
        }
        finally
        {
            lock (_gate)
            {
                _readers.Remove(channel);
            }
        }
    }

    private IReadOnlyList<SseItem<string>> FindMissed(string? lastEventId)
    {
        // The first event tells a new reader where it is, so that it can resume even if nothing has happened yet.
        var position = new SseItem<string>("{}", "position") { EventId = IdOf(_last) };

        if (lastEventId is null)
        {
            return [position];
        }

        var isOwn = lastEventId.Split('-') is [var epoch, var number] && epoch == _epoch && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out _);
        var seen = isOwn ? long.Parse(lastEventId.Split('-')[1], CultureInfo.InvariantCulture) : -1;
        return isOwn && seen <= _last && (_kept.Count == 0 ? seen == _last : seen >= _kept.Peek().Id - 1)
            ? [.. _kept.Where(kept => kept.Id > seen).Select(kept => kept.Item)]
            : [new("{}", Reset) { EventId = IdOf(_last) }];
    }

    private string IdOf(long id) => string.Create(CultureInfo.InvariantCulture, $"{_epoch}-{id}");
}
