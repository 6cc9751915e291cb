using System.CommandLine;
using System.Diagnostics;
using System.Globalization;

namespace SageServe.Cli;

/// <summary><c>bench cluster</c>: three regions on stand-in clusters for an hour of envelope time, by a program that is no part of the product.</summary>
internal static class ClusterBenchCommand
{
    private static readonly Option<int> Minutes = new("--minutes") { Description = "Of envelope time; what happens in the hour is pressed into it.", DefaultValueFactory = _ => 60 };
    private static readonly Option<int> Speed = new("--speed") { Description = "Envelope seconds in a second: 30 makes the hour two minutes.", DefaultValueFactory = _ => 30 };
    private static readonly Option<int> Seed = new("--seed") { Description = "Seed of the requests.", DefaultValueFactory = _ => 1 };
    private static readonly Option<string?> Beside = new("--beside") { Description = "artifacts/bin of another version's build: two of the four scalers and one gateway are of that, as in an upgrade." };
    private static readonly Option<string?> Json = new("--json") { Description = "Writes the figures, and every workload minute by minute, to this file." };

    private const string About = """
        Runs three regions, each with a stand-in for a Kubernetes cluster whose pods are emulated engines, a gateway, and one or two scalers that
        elect who paces and who plans, all as processes of their own, under streams of two models. In the hour load rises and falls, a region's
        demand is not heard of for ten minutes, all machines of one region change from one model to the other, a machine is taken away after a notice,
        a workload is rolled out, an API server restarts, and the leader of each role is killed. It is judged from outside: every stream must come
        whole, every write must be the leader's, within bounds and not twice, nothing may shrink unheard, no pod may go without a drain, and
        both roles must be taken over within 15 s. Ends with 1 when something was otherwise;
        then the logs are kept.

        Examples:
          sageserve bench cluster
          sageserve bench cluster --seed 7 --json cluster.json
          sageserve bench cluster --minutes 180 --speed 20
          sageserve bench cluster --beside ../last-release/artifacts/bin
        """;

    public static Command Create()
    {
        var command = new Command("cluster", About) { Minutes, Speed, Seed, Beside, Json };
        command.SetAction((parsed, _) => RunAsync(parsed));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed)
    {
        var speed = Flags.Within("--speed", parsed.GetValue(Speed), 1, 60);
        var minutes = Flags.Within("--minutes", parsed.GetValue(Minutes), 1, 10_000);

        // Streams last seconds, a take-over up to 15: a shorter run could not hold what happens in it.
        if (minutes < speed)
        {
            throw new BadInputException($"--minutes {minutes} at --speed {speed} are less than a minute; all that happens needs one. Use --speed {minutes} or less.");
        }

        var json = parsed.GetValue(Json);
        ReportFile.CheckWritable("--json", json);
        var start = new ProcessStartInfo(Programs.ClusterHour, ["--minutes", Text(minutes), "--speed", Text(speed), "--seed", Text(parsed.GetValue(Seed))]) { RedirectStandardOutput = true };
        if (parsed.GetValue(Beside) is { } beside)
        {
            start.ArgumentList.Add("--beside");
            start.ArgumentList.Add(Directory.Exists(Path.Combine(beside, "Scaler")) ? Path.GetFullPath(beside) : throw new BadInputException($"--beside {beside} is no build folder: it has no Scaler/. Name artifacts/bin of a built copy."));
        }

        if (json is not null)
        {
            start.ArgumentList.Add("--json");
            start.ArgumentList.Add(json);
        }

        using var interrupt = new Interrupt();
        using var process = Process.Start(start) ?? throw new RunFailedException($"{start.FileName} did not start.");
        using var ending = interrupt.First.Register(() => Signals.Terminate(process.Id));

        // Ours may not be where it was: solvers print, and their lines go elsewhere.
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            Console.WriteLine(line);
        }

        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
