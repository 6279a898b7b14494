using System.Text.Json;

namespace FcWorkflowTrigger.Emulator.Shared;

/// <summary>Keeps the state of the emulator across restarts, one readable file for each item.</summary>
/// <remarks>
/// Without a folder, nothing is kept and every call does nothing. A file is always replaced as a whole. A service changes its memory only after the change is
/// saved, so a full disk refuses a change and never leaves half of it.
/// </remarks>
internal sealed class DataFolder(string? root, TimeProvider? machine = null)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _machine = machine ?? TimeProvider.System;
    private int _failing;

    public bool Keeps => root is not null;

    /// <summary>Checks the folder before anything is served from it.</summary>
    /// <exception cref="DataFolderException">DATA-UNUSABLE: it cannot be made, read or written.</exception>
    public void RequireUsable()
    {
        if (root is null)
        {
            return;
        }

        var probe = Path.Combine(root, $"{Guid.NewGuid():N}.tmp");

        try
        {
            Directory.CreateDirectory(root);
            _ = Directory.GetFileSystemEntries(root);
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw Unusable(root, problem);
        }
    }

    /// <summary>All items of one kind, in no order.</summary>
    /// <param name="parse">Null, or an exception of parsing, means that the file is damaged.</param>
    /// <exception cref="DataFolderException">DATA-UNUSABLE or DATA-CORRUPT.</exception>
    public IEnumerable<T> ReadAll<T>(string kind, Func<byte[], T?> parse)
        where T : class
    {
        var folder = root is null ? null : Path.Combine(root, kind);

        if (folder is null)
        {
            return [];
        }

        try
        {
            return Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.json").Select(file => Read(file, parse))] : [];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw Unusable(folder, problem);
        }
    }

    /// <param name="name">A file name without its ending: letters, digits, <c>-</c> and <c>_</c>.</param>
    /// <exception cref="DataFolderException">DATA-NOT-SAVED: the earlier content, if any, is still there.</exception>
    public void Write(string kind, string name, ReadOnlySpan<byte> content)
    {
        if (root is null)
        {
            return;
        }

        var path = FilePath(root, kind, name);
        var fresh = $"{path}.{Guid.NewGuid():N}.tmp";

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(fresh, content);
            File.Move(fresh, path, overwrite: true);
            Interlocked.Exchange(ref _failing, 0);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            Discard(fresh);
            throw NotSaved(path, problem);
        }
    }

    /// <exception cref="DataFolderException">DATA-NOT-SAVED: the item is still there.</exception>
    public void Delete(string kind, string name)
    {
        if (root is null)
        {
            return;
        }

        var path = FilePath(root, kind, name);

        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // Nothing of this kind was ever saved.
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw NotSaved(path, problem);
        }
    }

    /// <summary>Does what no client waits for, such as a timer's event. While it cannot be saved, it is tried again every second.</summary>
    /// <param name="step">Throws <see cref="DataFolderException"/> if it could not be saved.</param>
    public async Task UntilSavedAsync(Action step, CancellationToken stopping)
    {
        while (!IsSaved(step))
        {
            await Task.Delay(Pause, _machine, stopping);
        }
    }

    /// <summary>Removes what an emulator that was killed in the middle of a write has left.</summary>
    public void RemoveUnfinished()
    {
        foreach (var file in root is null ? [] : Directory.EnumerateFiles(root, "*.json.*.tmp", SearchOption.AllDirectories))
        {
            Discard(file);
        }
    }

    private static bool IsSaved(Action step)
    {
        try
        {
            step();
            return true;
        }
        catch (DataFolderException)
        {
            return false;
        }
    }

    private static T Read<T>(string file, Func<byte[], T?> parse)
        where T : class
    {
        var content = File.ReadAllBytes(file);

        try
        {
            return parse(content) ?? throw new FormatException("It is empty of content.");
        }
        catch (Exception problem) when (problem is JsonException or FormatException or OverflowException or ArgumentException or NotSupportedException)
        {
            throw new DataFolderException(
                "DATA-CORRUPT", $"'{file}' is damaged: {problem.Message} Put back a copy of the file, or remove it if what it holds may be forgotten.", problem);
        }
    }

    private static void Discard(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // It is no item, and the next start tries again.
        }
    }

    private static DataFolderException Unusable(string path, Exception problem) => new(
        "DATA-UNUSABLE", $"'{path}' cannot be used: {problem.Message} Give another folder with --data, or let this user read and write this one.", problem);

    // Reported once for each time that the disk is full, not for each of the attempts.
    private DataFolderException NotSaved(string path, Exception problem)
    {
        var failure = new DataFolderException("DATA-NOT-SAVED", $"'{path}' could not be changed: {problem.Message} Make room on its disk; nothing else is needed.", problem);

        if (Interlocked.Exchange(ref _failing, 1) == 0)
        {
            Console.Error.WriteLine(failure.Message);
        }

        return failure;
    }

    private static string FilePath(string root, string kind, string name) => Path.Combine(root, kind, name + ".json");
}
