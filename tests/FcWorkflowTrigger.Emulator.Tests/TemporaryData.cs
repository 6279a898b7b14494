using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Tests;

/// <summary>A data folder that is deleted after the test.</summary>
internal sealed class TemporaryData : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fc-workflow-trigger-emulator-");

    public string Folder => _folder.FullName;

    /// <summary>Opens the folder as a new process would open it.</summary>
    public DataFolder Open() => new(_folder.FullName);

    public int Files => _folder.GetFiles("*", SearchOption.AllDirectories).Length;

    public void Dispose() => _folder.Delete(recursive: true);
}
