using System.CommandLine;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;

namespace FcWorkflowTrigger.Benchmarks.Micro;

/// <summary><c>micro</c>: the parts of a run alone, by BenchmarkDotNet.</summary>
internal static class MicroCommand
{
    public static Command Create()
    {
        var command = new Command("micro", "Parts of a run alone, by BenchmarkDotNet: half a minute. Not part of 'all'.");
        command.SetAction(_ => BenchmarkRunner.Run<MicroBenchmarks>(Config()));
        return command;
    }

    // The benchmarks run in this process. BenchmarkDotNet would otherwise build a program for each benchmark, which takes too long.
    private static ManualConfig Config() => ManualConfig.Create(DefaultConfig.Instance)
        .WithArtifactsPath(Path.Combine(Processes.Publishing.Root, "artifacts", "benchmarks", "micro"))
        .AddJob(Job.ShortRun.WithToolchain(InProcessNoEmitToolchain.Instance));
}
