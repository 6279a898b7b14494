using System.Security.Cryptography.X509Certificates;

namespace FcWorkflowTrigger.Emulator.Tests.Tls;

public sealed class UpTlsTests
{
    private const string Announced = "authority ";

    [Fact]
    public async Task The_authority_is_printed_before_ready_verifies_three_services_and_is_gone_at_the_end()
    {
        using var emulator = await EmulatorProcess.UpAsync("--tls");
        var path = Path(emulator);
        using var authority = X509CertificateLoader.LoadCertificateFromFile(path);

        Assert.Equal((403, 400, 404, 200), (
            await emulator.GetAsync("https", 0, authority),
            await emulator.GetAsync("https", 1, authority),
            await emulator.GetAsync("https", 2, authority),
            await emulator.GetAsync("http", 3, authority)));

        var (exit, error) = await emulator.EndAsync();

        Assert.Equal(0, exit);
        Assert.Equal([$"{Announced}{path}", emulator.ConsoleLine, "ready"], emulator.Lines);
        Assert.Contains($"OSS https://127.0.0.1:{emulator.PortBase}  IMS https://127.0.0.1:{emulator.PortBase + 1}", error, StringComparison.Ordinal);
        Assert.Contains($"control http://127.0.0.1:{emulator.PortBase + 3}/", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(System.IO.Path.GetDirectoryName(path)));
    }

    [Fact]
    public async Task With_data_the_authority_lies_there_and_a_restart_makes_another()
    {
        using var data = new TemporaryData();
        var (first, before) = await OnceAsync(data);

        var (second, after) = await OnceAsync(data);

        Assert.Equal(System.IO.Path.Combine(data.Folder, "tls", "authority.pem"), first);
        Assert.Equal(first, second);
        Assert.NotEqual(before, after);
    }

    [Fact]
    public async Task An_emulator_that_finds_its_ports_taken_leaves_the_authority_of_the_one_that_serves()
    {
        using var data = new TemporaryData();
        using var serving = await EmulatorProcess.UpAsync("--tls", "--data", data.Folder);
        var pem = await File.ReadAllTextAsync(Path(serving));

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => EmulatorProcess.UpAsync(serving.PortBase, "--tls", "--data", data.Folder));

        Assert.Contains("PORT-TAKEN", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", refused.Message, StringComparison.Ordinal);
        Assert.Equal(pem, await File.ReadAllTextAsync(Path(serving)));
        await serving.EndAsync();
    }

    [Fact]
    public async Task Without_tls_there_is_no_authority_and_http_is_served()
    {
        using var emulator = await EmulatorProcess.UpAsync();
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var reply = await http.GetAsync($"http://127.0.0.1:{emulator.PortBase}/");

        Assert.Equal(403, (int)reply.StatusCode);
        Assert.Equal([emulator.ConsoleLine, "ready"], emulator.Lines);
        await emulator.EndAsync();
    }

    private static async Task<(string Path, string Pem)> OnceAsync(TemporaryData data)
    {
        using var emulator = await EmulatorProcess.UpAsync("--tls", "--data", data.Folder);
        var pem = await File.ReadAllTextAsync(Path(emulator));
        await emulator.EndAsync();
        return (Path(emulator), pem);
    }

    private static string Path(EmulatorProcess emulator) =>
        Assert.Single(emulator.Lines, line => line.StartsWith(Announced, StringComparison.Ordinal))[Announced.Length..];
}
