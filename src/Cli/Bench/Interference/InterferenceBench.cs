namespace SageServe.Cli;

/// <summary>Runs the cases under each seed: interactive traffic alone, patient work alone, and both under each rule.</summary>
internal sealed class InterferenceBench(IScenarioSource source, int tenants, IReadOnlyList<ulong> seeds, IReadOnlyList<InterferenceCase> cases)
{
    /// <summary>Patient work that waits, as a multiple of what all replicas could do in the time by their profile.</summary>
    private const double Depth = 1.6;

    public InterferenceReport Run(Action<string, double> progress, CancellationToken stop)
    {
        var (done, all) = (0, seeds.Count * (1 + InterferenceCase.Alone.Length + cases.Count));
        var baseline = new List<InterferenceRun>();
        var capacity = new List<double>();
        var points = cases.Select(_ => new List<InterferenceRun>()).ToList();
        foreach (var seed in seeds)
        {
            baseline.Add(One($"seed {seed}: interactive traffic alone", null, seed, interactive: true, patient: false));
            capacity.Add(InterferenceCase.Alone.Max(c => One($"seed {seed}: patient work alone, {c.Name}", c, seed, interactive: false, patient: true).AllWork));
            for (var i = 0; i < cases.Count; i++)
            {
                var run = One($"seed {seed}: {cases[i].Rule}, {cases[i].Name}", cases[i], seed, interactive: true, patient: true);
                points[i].Add(run with { IdleShareUsed = run.PatientWork / (capacity[^1] - baseline[^1].InteractiveWork) });
            }
        }

        return new InterferenceReport(source.Name, seeds, baseline, capacity, [.. cases.Zip(points, (c, runs) => new InterferencePoint(c.Rule, c.Name, runs, baseline))]);

        InterferenceRun One(string what, InterferenceCase? @case, ulong seed, bool interactive, bool patient)
        {
            var before = done++;
            var scenario = new InterferenceLoad(@case is null ? source : source.With(@case.Changes), Depth, tenants).Build(seed, interactive, patient);
            return InterferenceRun.Of(scenario, seed, new Told(share => progress(what, (before + share) / all)), stop);
        }
    }

    private sealed class Told(Action<double> share) : IProgress<SimulationProgress>
    {
        public void Report(SimulationProgress value) => share(value.Share);
    }
}
