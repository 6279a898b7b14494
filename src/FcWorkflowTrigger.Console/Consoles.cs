using System.Security.Cryptography.X509Certificates;
using FcWorkflowTrigger.ConsolePage.Feed;
using FcWorkflowTrigger.ConsolePage.Runs;
using FcWorkflowTrigger.Operations.Connecting;
using FcWorkflowTrigger.Operations.Diagnosing;

namespace FcWorkflowTrigger.ConsolePage;

/// <summary>Makes consoles: for the local cloud, and for an account.</summary>
internal static class Consoles
{
    private static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(10);

    /// <summary>The console of the local cloud, which tells it what happens. Everybody on this machine may look and act, as with the other control routes.</summary>
    /// <param name="trust">The authority of its certificates; null when it serves http.</param>
    /// <param name="template">The deployment file that it runs.</param>
    /// <param name="variable">Reads a variable of the environment.</param>
    public static ConsoleServer CreateLocal(int portBase, X509ChainPolicy? trust, IRunSource source, EventFeed feed, string template, Func<string, string?> variable) => new(
        new(Connection.From(new(Local: true, PortBase: portBase), variable).Over(isTls: trust is not null), trust),
        new(
            CanAct: true,
            Token: null,
            rest => $"fcwt {rest} --local{(portBase == ConnectionRequest.DefaultPortBase ? "" : $" --port-base {portBase}")}",
            DoctorOptions.Beside(template, source.RulesFile),
            variable,
            HasLocalCloud: true),
        (_, _) => source,
        feed,
        TimeProvider.System);

    /// <summary>The console of the cloud that the person has chosen. Its ledger is read again while a page is open.</summary>
    public static ConsoleServer Create(CloudContext cloud, ConsoleOptions options)
    {
        var feed = new EventFeed();
        return new(
            cloud,
            options,
            (view, events) => new LedgerPolling(view, events, options.Doctor.Rules, TimeProvider.System, cloud.Clock, PollEvery),
            feed,
            TimeProvider.System);
    }
}
