using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FcWorkflowTrigger.JourneyTests;

/// <summary>The services show certificates of an authority that the functions do not trust.</summary>
public sealed class UntrustedJourneyTests : IAsyncLifetime
{
    private const string Key = "uploads/untrusted.mp4";

    // As s.yaml has it: the first try and three more.
    private const int IngestTries = 4;

    private readonly string _folder = Directory.CreateTempSubdirectory("fc-workflow-trigger-").FullName;
    private LocalCloud _cloud = null!;

    private string Trusted => Path.Combine(_folder, "trusted.pem");

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(Trusted, AnotherAuthority());
        var template = Path.Combine(_folder, "s.yaml");
        await File.WriteAllTextAsync(template, Distrusting(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "s.yaml"))));
        _cloud = await LocalCloud.StartAsync("--tls", "--template", template, "--preparing", "0.1", "--processing", "0.3");
    }

    public async Task DisposeAsync()
    {
        await _cloud.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Nothing_is_started_and_the_upload_is_one_task_once_it_is_delivered_to_a_process_that_trusts()
    {
        await _cloud.PutAsync(Key);
        await FailsForTheCertificateAsync("ingest");

        await TrustAsync();

        await EndsAsOneFinishedTaskAsync();
    }

    [Fact]
    public async Task An_event_that_ingest_gave_up_on_is_kept_until_reconcile_trusts()
    {
        await _cloud.PutAsync(Key);

        for (var failed = 1; failed <= IngestTries; failed++)
        {
            await _cloud.InvokedAsync("ingest", failed);
            await _cloud.AdvanceAsync(TimeSpan.FromSeconds(10));
        }

        await FailsForTheCertificateAsync("ingest", IngestTries);
        await FailsForTheCertificateAsync("reconcile");

        await TrustAsync();
        await _cloud.AdvanceAsync(TimeSpan.FromMinutes(4));

        await EndsAsOneFinishedTaskAsync();
        Assert.Equal(IngestTries, await _cloud.InvocationsAsync("ingest"));
    }

    private async Task FailsForTheCertificateAsync(string role, int count = 1)
    {
        Assert.All(await _cloud.InvokedAsync(role, count), invocation => Assert.False(invocation.Ok));
        Assert.All(
            await _cloud.SaidAsync(role, "HTTP-CONNECT"), line => Assert.Contains("The remote certificate is invalid", line, StringComparison.Ordinal));
        Assert.Empty(await _cloud.RunsAsync());
        Assert.Empty(await _cloud.LedgerAsync(""));
    }

    // A process reads the authorities that it trusts once, so the old processes must end.
    private async Task TrustAsync()
    {
        var fresh = Path.Combine(_folder, "fresh.pem");
        File.Copy(_cloud.AuthorityFile!, fresh);
        File.Move(fresh, Trusted, overwrite: true);
        await _cloud.KillAsync("ingest");
        await _cloud.KillAsync("reconcile");
    }

    private async Task EndsAsOneFinishedTaskAsync()
    {
        var run = Assert.Single(await _cloud.UntilAsync(Key, "Succeed", called: true));
        await _cloud.QuietAsync();
        Assert.Single(await _cloud.RunsAsync());
        Assert.Equal("done", (await _cloud.EndAsync(run.TaskId)).GetProperty("kind").GetString());
    }

    // A variable in the template takes precedence over a variable that the emulator sets.
    private string Distrusting(string template)
    {
        const string Variables = "      environmentVariables:\n";
        Assert.Contains(Variables, template, StringComparison.Ordinal);
        return template.Replace(Variables, $"{Variables}        SSL_CERT_FILE: {Trusted}\n", StringComparison.Ordinal);
    }

    private static string AnotherAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=another authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        using var authority = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        return authority.ExportCertificatePem();
    }
}
