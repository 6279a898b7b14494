using System.Runtime.Versioning;
using System.Security.Cryptography.X509Certificates;
using FcWorkflowTrigger.Emulator.Tls;

namespace FcWorkflowTrigger.Emulator.Tests.Tls;

public sealed class AuthorityFileTests : IDisposable
{
    private readonly LocalAuthority _authority = LocalAuthority.Create(TestData.Now);
    private readonly TemporaryData _data = new();

    public void Dispose()
    {
        _authority.Dispose();
        _data.Dispose();
    }

    [Fact]
    public void It_is_the_authority_s_certificate_and_no_key_lies_on_the_disk()
    {
        using var file = new AuthorityFile(_authority, _data.Folder);

        file.Write();

        using var written = X509CertificateLoader.LoadCertificateFromFile(file.Path);
        Assert.Equal(_authority.Certificate.Thumbprint, written.Thumbprint);
        Assert.Equal(1, _data.Files);
        Assert.DoesNotContain("PRIVATE KEY", File.ReadAllText(file.Path), StringComparison.Ordinal);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Only_the_owner_may_put_a_file_where_it_lies()
    {
        using var file = new AuthorityFile(_authority, data: null);

        file.Write();

        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(file.Path)!));
    }

    [Fact]
    public void Without_data_nothing_of_it_is_left()
    {
        var file = new AuthorityFile(_authority, data: null);
        file.Write();
        Assert.True(File.Exists(file.Path));

        file.Dispose();

        Assert.False(Directory.Exists(Path.GetDirectoryName(file.Path)));
    }

    [Fact]
    public void With_data_it_stays_until_the_next_one_takes_its_place()
    {
        using var next = LocalAuthority.Create(TestData.Now);
        var first = new AuthorityFile(_authority, _data.Folder);
        first.Write();
        first.Dispose();
        Assert.True(File.Exists(first.Path));

        using var second = new AuthorityFile(next, _data.Folder);
        second.Write();

        Assert.Equal((first.Path, next.ExportPem()), (second.Path, File.ReadAllText(second.Path)));
        Assert.Equal(1, _data.Files);
    }

    [Fact]
    public void Its_path_is_absolute_for_functions_that_run_elsewhere()
    {
        using var file = new AuthorityFile(_authority, "some/data");

        Assert.Equal(Path.GetFullPath(Path.Combine("some", "data", "tls", "authority.pem")), file.Path);
    }
}
