using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

/// <summary>
/// Loaded by the runtime into a measured program (<c>DOTNET_STARTUP_HOOKS</c>), which knows nothing of it: tells everybody who connects to
/// the port in <see cref="PortVariable"/> how many bytes the program has allocated so far.
/// </summary>
/// <remarks>Name, place and signature are the runtime's contract.</remarks>
internal static class StartupHook
{
    public const string PortVariable = "BENCHMARK_ALLOCATIONS_PORT";

    public static void Initialize()
    {
        var port = int.Parse(Environment.GetEnvironmentVariable(PortVariable)!, CultureInfo.InvariantCulture);
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        new Thread(() => Serve(listener)) { IsBackground = true }.Start();
    }

    private static void Serve(TcpListener listener)
    {
        while (true)
        {
            using var client = listener.AcceptTcpClient();
            client.GetStream().Write(Encoding.ASCII.GetBytes($"{GC.GetTotalAllocatedBytes(precise: true)}"));
        }
    }
}
