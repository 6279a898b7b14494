using FcWorkflowTrigger.Simulation.Engine;
using FcWorkflowTrigger.Simulation.Schedules;

namespace FcWorkflowTrigger.Simulation.Proof;

/// <summary>A callback secret is replaced while runs start, wait and receive callbacks: before, during and after each step of the rotation.</summary>
public sealed class SecretRotationTests
{
    private const int Uploads = 30;

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(180)]
    public void No_callback_is_lost_during_a_rotation_for_short_and_long_tasks(int minutes) => SimulationContext.Run(() =>
    {
        var everyTwentySeconds = Enumerable.Range(0, Uploads).Select(number => (TimeSpan.FromSeconds(20 * number), $"uploads/{number}.mp4"));
        var scenario = new Scenario([.. everyTwentySeconds])
        {
            RotatesSecrets = true,
            Ims = new() { ShortestTask = TimeSpan.FromMinutes(minutes), LongestTask = TimeSpan.FromMinutes(minutes) },
        };

        var result = Schedule.Play(scenario, new Dice(minutes));

        Assert.Null(result.Violation);
        Assert.Equal((Uploads, Uploads), (result.Tasks, result.ByCallback));
    });
}
