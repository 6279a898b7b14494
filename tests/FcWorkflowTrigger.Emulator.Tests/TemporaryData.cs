using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Tests;

/// <summary>A data folder that is deleted after the test.</summary>
internal sealed class TemporaryData : IDisposable
{
    private const string Aside = "-aside";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fc-workflow-trigger-emulator-");

    public string Folder => _folder.FullName;

    /// <summary>Opens the folder as a new process would open it.</summary>
    public DataFolder Open(TimeProvider? time = null) => new(_folder.FullName, time);

    /// <summary>Nothing of this kind can be written, as on a full disk, until <see cref="Unblock"/>.</summary>
    public void Block(string kind)
    {
        var folder = Path.Combine(Folder, kind);
        Directory.CreateDirectory(folder);
        Directory.Move(folder, folder + Aside);
        File.WriteAllText(folder, "");
    }

    public void Unblock(string kind)
    {
        var folder = Path.Combine(Folder, kind);
        File.Delete(folder);
        Directory.Move(folder + Aside, folder);
    }

    public int Files => _folder.GetFiles("*", SearchOption.AllDirectories).Length;

    public void Dispose() => _folder.Delete(recursive: true);
}
