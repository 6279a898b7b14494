using FcWorkflowTrigger.Simulation.Engine;
using FcWorkflowTrigger.Simulation.Schedules;

namespace FcWorkflowTrigger.Simulation.Proof;

/// <summary>A callback secret is replaced while runs start, run and call back: before, during and after each step of it.</summary>
public sealed class KeyRollTests
{
    private const int Uploads = 30;

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(180)]
    public void No_callback_is_lost_over_a_roll_however_long_its_task_took(int minutes) => SimulationContext.Run(() =>
    {
        var everyTwentySeconds = Enumerable.Range(0, Uploads).Select(number => (TimeSpan.FromSeconds(20 * number), $"uploads/{number}.mp4"));
        var story = new Scenario([.. everyTwentySeconds])
        {
            RollsSecrets = true,
            Ims = new() { ShortestTask = TimeSpan.FromMinutes(minutes), LongestTask = TimeSpan.FromMinutes(minutes) },
        };

        var ending = Schedule.Play(story, new Dice(minutes));

        Assert.Null(ending.Violation);
        Assert.Equal((Uploads, Uploads), (ending.Tasks, ending.ByCallback));
    });
}
