namespace FcWorkflowTrigger.Emulator.Shared;

/// <summary>Keeps the state of the emulator across restarts, one readable file for each item.</summary>
/// <remarks>Without a folder, nothing is kept and every call does nothing. A file is always replaced as a whole.</remarks>
internal sealed class DataFolder(string? root)
{
    public bool Keeps => root is not null;

    /// <summary>All items of one kind, in no order.</summary>
    public IEnumerable<byte[]> ReadAll(string kind)
    {
        var folder = root is null ? null : Path.Combine(root, kind);

        return folder is not null && Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.json").Select(File.ReadAllBytes)
            : [];
    }

    /// <param name="name">A file name without its ending: letters, digits, <c>-</c> and <c>_</c>.</param>
    public void Write(string kind, string name, ReadOnlySpan<byte> content)
    {
        if (root is null)
        {
            return;
        }

        var path = FilePath(root, kind, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var fresh = $"{path}.{Guid.NewGuid():N}.tmp";
        File.WriteAllBytes(fresh, content);
        File.Move(fresh, path, overwrite: true);
    }

    public void Delete(string kind, string name)
    {
        if (root is not null)
        {
            File.Delete(FilePath(root, kind, name));
        }
    }

    private static string FilePath(string root, string kind, string name) => Path.Combine(root, kind, name + ".json");
}
