using System.ComponentModel;
using System.Diagnostics;

namespace FcWorkflowTrigger.JourneyTests;

/// <summary>A test that mounts a small disk of its own, which needs Linux and root. Where that is not possible, it is skipped by name.</summary>
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Problem = new(() =>
    {
        if (!OperatingSystem.IsLinux())
        {
            return "A tmpfs needs Linux.";
        }

        try
        {
            SmallDisk.Mount().Dispose();
            return null;
        }
        catch (Exception problem) when (problem is InvalidOperationException or Win32Exception)
        {
            return $"No tmpfs can be mounted here (it needs root): {problem.Message}";
        }
    });

    public SmallDiskFactAttribute() => Skip = Problem.Value!;
}

/// <summary>A tmpfs of two megabytes that a test fills and empties.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const int PageBytes = 4096;

    private readonly string _mountPoint = Directory.CreateTempSubdirectory("fc-workflow-trigger-disk-").FullName;

    public string Folder => Path.Combine(_mountPoint, "state");

    private string Filler => Path.Combine(_mountPoint, "filler");

    /// <exception cref="InvalidOperationException">It cannot be mounted.</exception>
    public static SmallDisk Mount()
    {
        var disk = new SmallDisk();

        try
        {
            Run("mount", "-t", "tmpfs", "-o", "size=2m", "none", disk._mountPoint);
            return disk;
        }
        catch
        {
            Directory.Delete(disk._mountPoint);
            throw;
        }
    }

    /// <summary>Fills the disk to the last page, and then leaves this many free.</summary>
    public void Fill(int freePages = 0)
    {
        using var filler = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);

        try
        {
            while (true)
            {
                filler.Write(new byte[PageBytes]);
            }
        }
        catch (IOException)
        {
            filler.SetLength(((filler.Length / PageBytes) - freePages) * PageBytes);
        }
    }

    public void MakeRoom() => File.Delete(Filler);

    public void MakeReadOnly() => Run("mount", "-o", "remount,ro", _mountPoint);

    public void Dispose()
    {
        Run("umount", _mountPoint);
        Directory.Delete(_mountPoint);
    }

    private static void Run(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();

        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(error.Trim());
        }
    }
}
