using FcWorkflowTrigger.Operations;

namespace FcWorkflowTrigger.Cli.Initializing;

/// <summary>A file that <c>init</c> writes.</summary>
/// <param name="IsSecret">Only its owner may read it, and its content is never shown.</param>
internal sealed record InitFile(string Path, string Content, bool IsSecret = false)
{
    /// <summary>Null where the file is not there.</summary>
    /// <exception cref="OperationException">The file is there and cannot be read.</exception>
    public static string? Read(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path) : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new OperationException("FILE-UNREADABLE", $"'{path}' cannot be read: {problem.Message}");
        }
    }

    /// <summary><c>new</c>, <c>changed</c> or <c>unchanged</c>, beside what is on the disk.</summary>
    public string State => Read(Path) switch
    {
        null => "new",
        var there when there == Content => "unchanged",
        _ => "changed",
    };

    /// <exception cref="OperationException">The file cannot be written.</exception>
    public void Write()
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!);

            if (!IsSecret || OperatingSystem.IsWindows())
            {
                File.WriteAllText(Path, Content);
                return;
            }

            const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var file = new FileStream(Path, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = OwnerOnly });

            // A file that was there keeps its mode; it must not be open to others before the secret is in it.
            File.SetUnixFileMode(file.SafeFileHandle, OwnerOnly);
            using var writer = new StreamWriter(file);
            writer.Write(Content);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new OperationException("FILE-UNWRITABLE", $"'{Path}' cannot be written: {problem.Message}");
        }
    }
}
