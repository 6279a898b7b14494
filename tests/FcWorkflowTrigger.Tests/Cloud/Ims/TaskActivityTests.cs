using FcWorkflowTrigger.Cloud.Ims;

namespace FcWorkflowTrigger.Tests.Cloud.Ims;

public sealed class TaskActivityTests
{
    [Theory]
    [InlineData("""{"Act-1":{"Status":"Succeed","StartTime":"s","EndTime":"e"},"Act-2":"x","Act-3":{"ActivityId":"own","Status":1}}""", "Act-1 Succeed s e|own   ")]
    [InlineData("""[{"Status":"Failed","EndTime":"e"},7,{"ActivityId":"own","StartTime":"s"},{}]""", "1 Failed  e|own  s |3   ")]
    [InlineData("{}", "")]
    [InlineData("[]", "")]
    [InlineData("\"Succeed\"", "")]
    [InlineData("7", "")]
    [InlineData("null", "")]
    [InlineData("{", "")]
    [InlineData("""{"Act-1":{"Status":"\ud800"}}""", "")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void Activities_are_read_from_an_object_or_a_list_and_from_nothing_else(string? json, string activities) => Assert.Equal(
        activities,
        string.Join('|', TaskActivity.Parse(json).Select(activity => $"{activity.Id} {activity.Status} {activity.StartTime} {activity.EndTime}")));
}
