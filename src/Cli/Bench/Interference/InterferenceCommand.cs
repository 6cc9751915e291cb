using System.CommandLine;
using System.Globalization;

namespace SageServe.Cli;

/// <summary><c>bench interference</c>: what a backlog of patient work costs interactive traffic, and how much idle capacity it uses.</summary>
internal static class InterferenceCommand
{
    private static readonly Option<string[]> Set = new("--set") { Description = "Changes one value of the scenario: path=value. May be repeated." };
    private static readonly Option<string[]> Case = new("--case") { Description = "x" };

    public static Command Create()
    {
        var command = new Command("interference", "x") { Set, Case };
        command.SetAction((p, stop) => Task.FromResult(Run(p, stop)));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken stop)
    {
        var source = ScenarioLibrary.Find("interference");
        foreach (var change in parsed.GetValue(Set) ?? [])
        {
            var at = change.IndexOf('=', StringComparison.Ordinal);
            source = source.With(change[..at], change[(at + 1)..]);
        }

        var load = new InterferenceLoad(source, 200000, 4);
        var seeds = new ulong[] { 1 };
        Say("none", load, s => s, true, false);
        foreach (var text in parsed.GetValue(Case) ?? [])
        {
            var s2 = source;
            var only = text.StartsWith("only:", StringComparison.Ordinal);
            foreach (var change in (only ? text[5..] : text).Split(';', StringSplitOptions.RemoveEmptyEntries))
            {
                var at = change.IndexOf('=', StringComparison.Ordinal);
                s2 = s2.With(change[..at], change[(at + 1)..]);
            }

            Say(text, new InterferenceLoad(s2, 200000, 4), s => s, !only, true);
        }

        return 0;

        void Say(string name, InterferenceLoad l, Func<SimulationScenario, SimulationScenario> with, bool i, bool p)
        {
            foreach (var seed in seeds)
            {
                var started = System.Diagnostics.Stopwatch.GetTimestamp();
                var run = InterferenceRun.Of(with(l.Build(seed, i, p)) with { Checks = true }, seed, stop);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-70} p50 {run.TtftP50:0.0000} p95 {run.TtftP95:0.0000} att {run.Attainment:0.0000} tbt95 {run.TbtP95:0.0000} iw {run.InteractiveWork:0.000} pw {run.PatientWork:0.000} ev {run.Evicted}  {System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalSeconds:0.0}s"));
            }
        }
    }
}
