using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

/// <summary>
/// The runtime loads this hook into a measured program (<c>DOTNET_STARTUP_HOOKS</c>). The hook listens on the port in <see cref="PortVariable"/>
/// and sends every client the number of bytes that the program has allocated so far.
/// </summary>
/// <remarks>The contract of the runtime requires this name, this place and this signature.</remarks>
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
