namespace FcWorkflowTrigger.Simulation.Engine;

/// <summary>Between a machine and a service: requests and replies take time, get lost, come late, and machines die while they travel.</summary>
internal sealed class Network(EventLoop loop, Troubles troubles)
{
    // An HTTP stack notices a broken connection at once; a lost packet is noticed by nobody but the caller's patience.
    private static readonly TimeSpan Noticed = TimeSpan.FromMilliseconds(5);

    /// <param name="apply">What the service does on arrival; throwing is its refusal.</param>
    /// <param name="refuse">How the service refuses for now, without doing anything.</param>
    public Task<T> CallAsync<T>(Machine caller, Call call, Func<T> apply, Func<Exception> refuse, CancellationToken cancellationToken)
    {
        var number = troubles.NextCall();

        if (troubles.Crashes(caller, call, number, CrashPoint.Before))
        {
            return new TaskCompletionSource<T>().Task;
        }

        var trip = new Trip<T>(loop, troubles, caller, call, number);
        var trouble = troubles.For(call, number);
        loop.Trace.Add(loop.Now, caller.Name, $"{call} [{trouble}]");
        loop.After(troubles.TravelTime(trouble), null, () => trip.Arrive(trouble, apply, refuse));

        if (trouble is Trouble.RequestLost or Trouble.ReplyLost && loop.Dice.Roll(0.5))
        {
            loop.After(Noticed, caller, () => trip.Break());
        }

        if (troubles.Crashes(caller, call, number, CrashPoint.During))
        {
            return new TaskCompletionSource<T>().Task;
        }

        troubles.MayPause(caller, call);
        return trip.WaitAsync(cancellationToken);
    }

    private sealed class Trip<T>(EventLoop loop, Troubles troubles, Machine caller, Call call, int number)
    {
        private readonly TaskCompletionSource<T> _reply = new();

        public Task<T> WaitAsync(CancellationToken cancellationToken)
        {
            if (cancellationToken.CanBeCanceled)
            {
                cancellationToken.Register(() => _reply.TrySetCanceled(cancellationToken));
            }

            return _reply.Task;
        }

        public void Break() => _reply.TrySetException(new HttpRequestException(HttpRequestError.ResponseEnded, "The connection broke."));

        public void Arrive(Trouble trouble, Func<T> apply, Func<Exception> refuse)
        {
            if (caller.IsCutOff && trouble != Trouble.Late)
            {
                loop.Tally.Count(Met.CutOff);
                loop.Trace.Add(loop.Now, caller.Name, $"took {call} along");
                return;
            }

            switch (trouble)
            {
                case Trouble.RequestLost:
                    return;
                case Trouble.Refused:
                    Send(() => _reply.TrySetException(refuse()));
                    return;
                case Trouble.ReplyLost:
                    _ = Perform(apply);
                    return;
                case Trouble.Doubled:
                    _ = Perform(apply);
                    Send(Perform(apply));
                    return;
                default:
                    Send(Perform(apply));
                    return;
            }
        }

        private Action Perform(Func<T> apply)
        {
            try
            {
                var result = apply();
                loop.Trace.Add(loop.Now, "cloud", $"{call} for {caller.Name} -> {Shown(result)}");
                return () => _reply.TrySetResult(result);
            }
            catch (Exception refusal) when (refusal is not ViolationException)
            {
                loop.Trace.Add(loop.Now, "cloud", $"{call} for {caller.Name} -> {refusal.GetType().Name}");
                return () => _reply.TrySetException(refusal);
            }
        }

        private void Send(Action deliver)
        {
            var date = loop.Now;

            if (troubles.Crashes(caller, call, number, CrashPoint.After))
            {
                return;
            }

            loop.After(troubles.TravelTime(Trouble.None), caller, () =>
            {
                caller.Clock.Learn(date);
                deliver();
            });
        }

        private static string Shown(T result) => result is null ? "nothing" : result switch
        {
            byte[] bytes => $"{bytes.Length} bytes",
            string text => text,
            _ => typeof(T).Name,
        };
    }
}
