namespace FcWorkflowTrigger.Emulator.Shared;

/// <summary>Keeps the emulator's state across restarts: one file a thing, so that a person can look.</summary>
/// <remarks>Without a folder nothing is kept, and every call does nothing. A file is replaced whole, never half.</remarks>
internal sealed class DataFolder(string? root)
{
    public bool Keeps => root is not null;

    /// <summary>All that is kept of one kind, in no order.</summary>
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

        var path = PathOf(root, kind, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var fresh = $"{path}.{Guid.NewGuid():N}.tmp";
        File.WriteAllBytes(fresh, content);
        File.Move(fresh, path, overwrite: true);
    }

    public void Delete(string kind, string name)
    {
        if (root is not null)
        {
            File.Delete(PathOf(root, kind, name));
        }
    }

    private static string PathOf(string root, string kind, string name) => Path.Combine(root, kind, name + ".json");
}
