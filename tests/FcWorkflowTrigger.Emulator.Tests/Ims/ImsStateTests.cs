using FcWorkflowTrigger.Emulator.Ims;

namespace FcWorkflowTrigger.Emulator.Tests.Ims;

public sealed class ImsStateTests
{
    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public void Data_folders_of_earlier_versions_keep_which_callbacks_are_delivered(string told, bool notified)
    {
        using var data = new TemporaryData();
        data.Open().Write("ims-tasks", "t", TestData.Bytes($$"""{"TaskId":"t","Told":{{told}}}"""));
        data.Open().Write("ims-assets", "m", TestData.Bytes($$"""{"MediaId":"m","Told":{{told}}}"""));

        var state = new ImsState(data.Open());

        Assert.Equal(notified, Assert.Single(state.Tasks).Notified);
        Assert.Equal(notified, Assert.Single(state.Assets).Notified);
    }
}
