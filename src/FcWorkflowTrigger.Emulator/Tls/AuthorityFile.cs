using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Tls;

/// <summary>The certificate of the authority as a PEM file for clients. It never contains a key.</summary>
/// <remarks>It is kept with the data. Without data it lies in a temporary folder that ends with the emulator.</remarks>
internal sealed class AuthorityFile : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly LocalAuthority _authority;
    private readonly string _folder;
    private readonly bool _temporary;

    /// <param name="data">The folder of the emulator's data; null when it keeps none.</param>
    public AuthorityFile(LocalAuthority authority, string? data)
    {
        (_authority, _temporary) = (authority, data is null);
        _folder = data is null
            ? System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"fc-workflow-trigger-{Guid.NewGuid():N}")
            : System.IO.Path.Combine(System.IO.Path.GetFullPath(data), "tls");
    }

    /// <summary>Absolute: the functions that read it run in another folder.</summary>
    public string Path => System.IO.Path.Combine(_folder, "authority.pem");

    /// <summary>Replaces the file of an earlier run.</summary>
    /// <exception cref="DataFolderException">DATA-NOT-SAVED.</exception>
    public void Write()
    {
        try
        {
            CreateFolder();
            var fresh = $"{Path}.{Guid.NewGuid():N}.tmp";
            File.WriteAllText(fresh, _authority.ExportPem());
            File.Move(fresh, Path, overwrite: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new DataFolderException("DATA-NOT-SAVED", $"'{Path}' could not be written: {problem.Message} Make room on its disk, or give another folder with --data.", problem);
        }
    }

    public void Dispose()
    {
        if (_temporary && Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    // Only the owner may put a file into it: an authority that another user has put there would be trusted.
    private void CreateFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(_folder);
        }
        else
        {
            Directory.CreateDirectory(_folder, OwnerOnly);
        }
    }
}
