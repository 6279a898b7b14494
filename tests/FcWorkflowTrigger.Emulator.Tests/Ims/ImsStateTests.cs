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
        data.Open().Write("ims-tasks", "t", TestData.Bytes($$"""
            {"TaskId":"t","WorkflowId":"w","Bucket":"b","Key":"k","MediaId":null,"TaskInput":"{}","UserData":"","Outcome":"Succeed",
            "CreateTime":"2026-11-24T00:15:00+00:00","BeginTime":"2026-11-24T00:15:00+00:00","FinishTime":"2026-11-24T00:15:00+00:00","Callbacks":[],"Told":{{told}}}
            """));
        data.Open().Write("ims-assets", "m", TestData.Bytes($$"""
            {"MediaId":"m","InputURL":"oss://b/k","Bucket":"b","Key":"k","Title":"t","ReferenceId":null,"UserData":null,"Found":true,
            "CreateTime":"2026-11-24T00:15:00+00:00","ReadyTime":"2026-11-24T00:15:00+00:00","Parameters":"","Told":{{told}},"Callbacks":[]}
            """));

        var state = new ImsState(data.Open());

        Assert.Equal(notified, Assert.Single(state.Tasks).Notified);
        Assert.Equal(notified, Assert.Single(state.Assets).Notified);
    }
}
