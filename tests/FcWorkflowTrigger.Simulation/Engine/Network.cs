namespace FcWorkflowTrigger.Simulation.Engine;

/// <summary>The network between a machine and a service. Requests and replies take time, get lost or come late, and a machine can die during a call.</summary>
internal sealed class Network(EventLoop loop, FaultInjector faults)
{
    // An HTTP client detects a broken connection at once. It detects a lost packet only by its timeout.
    private static readonly TimeSpan BreakDetection = TimeSpan.FromMilliseconds(5);

    /// <param name="apply">What the service does when the request arrives. An exception is a refusal.</param>
    /// <param name="refuse">The temporary refusal of the service. The service then does nothing.</param>
    public Task<T> CallAsync<T>(Machine caller, Call call, Func<T> apply, Func<Exception> refuse, CancellationToken cancellationToken)
    {
        var number = faults.NextCall();

        if (faults.Crashes(caller, call, number, CrashPoint.Before))
        {
            return new TaskCompletionSource<T>().Task;
        }

        var inFlight = new CallInFlight<T>(loop, faults, caller, call, number);
        var fault = faults.For(call, number);
        loop.Trace.Add(loop.Now, caller.Name, $"{call} [{fault}]");
        loop.After(faults.TravelTime(fault), null, () => inFlight.Arrive(fault, apply, refuse));

        if (fault is Fault.RequestLost or Fault.ReplyLost && loop.Dice.Roll(0.5))
        {
            loop.After(BreakDetection, caller, () => inFlight.Break());
        }

        if (faults.Crashes(caller, call, number, CrashPoint.During))
        {
            return new TaskCompletionSource<T>().Task;
        }

        faults.MayPause(caller, call);
        return inFlight.WaitAsync(cancellationToken);
    }

    private sealed class CallInFlight<T>(EventLoop loop, FaultInjector faults, Machine caller, Call call, int number)
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

        public void Arrive(Fault fault, Func<T> apply, Func<Exception> refuse)
        {
            if (caller.IsCutOff && fault != Fault.Late)
            {
                loop.Counts.Increment(Situation.CutOff);
                loop.Trace.Add(loop.Now, caller.Name, $"ended before {call} was sent");
                return;
            }

            switch (fault)
            {
                case Fault.RequestLost:
                    return;
                case Fault.Refused:
                    Send(() => _reply.TrySetException(refuse()));
                    return;
                case Fault.ReplyLost:
                    _ = Perform(apply);
                    return;
                case Fault.Doubled:
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
                loop.Trace.Add(loop.Now, "cloud", $"{call} for {caller.Name} -> {Describe(result)}");
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

            if (faults.Crashes(caller, call, number, CrashPoint.After))
            {
                return;
            }

            loop.After(faults.TravelTime(Fault.None), caller, () =>
            {
                caller.Clock.Learn(date);
                deliver();
            });
        }

        private static string Describe(T result) => result is null ? "nothing" : result switch
        {
            byte[] bytes => $"{bytes.Length} bytes",
            string text => text,
            _ => typeof(T).Name,
        };
    }
}
