using System.Collections.Immutable;
using SageServe.Planning;

namespace SageServe.Cli;

/// <summary>All strategies on one case at equal attainment, and which goals were reached.</summary>
internal sealed record SavingsResult(string Name, string Series, int Replicas, double ColdStartSeconds, ImmutableArray<SavingsOutcome> Outcomes)
{
    /// <summary>Ours with one part missing each; empty where that was not asked for.</summary>
    public ImmutableArray<SavingsOutcome> Ablation { get; init; } = [];

    public SavingsOutcome Ours => Of(PlanningStrategies.LeadQuantile);

    /// <summary>GPU-hours less than the paper's Reactive, as a share of its.</summary>
    public double AgainstReactive => Less(PlanningStrategies.Reactive);

    /// <summary>GPU-hours less than the tuned reactive.</summary>
    public double AgainstTuned => Less(PlanningStrategies.ReactiveTuned);

    /// <summary>From the tuned reactive to perfect-mean, over the former.</summary>
    public double Gap => 1 - Of(PlanningStrategies.PerfectMean).Figures.GpuHours / Of(PlanningStrategies.ReactiveTuned).Figures.GpuHours;

    /// <summary>Part of that gap that is closed; null where it is too small to count.</summary>
    public double? GapClosed => Gap > SavingsGoals.GapThatCounts ? AgainstTuned / Gap : null;

    /// <summary>Ours over the clairvoyant bound's.</summary>
    public double WastedFactor => Ours.Figures.Wasted / Math.Max(0.1, Of(PlanningStrategies.Clairvoyant).Figures.Wasted);

    public double StartsFactor => Ours.Figures.Starts / Math.Max(1, Of(PlanningStrategies.Clairvoyant).Figures.Starts);

    /// <summary>What was not reached, in words; empty when everything was.</summary>
    public ImmutableArray<string> Missed
    {
        get
        {
            var missed = ImmutableArray.CreateBuilder<string>();
            Need(Ours.Holds, "our attainment");
            Need(AgainstReactive >= SavingsGoals.AgainstReactive || !Of(PlanningStrategies.Reactive).Holds, "25 % less than Reactive");
            Need(AgainstTuned >= 0, "no more than the tuned reactive");
            Need(GapClosed is not { } closed || closed >= SavingsGoals.GapClosed, "half of the gap to perfect-mean");
            Need(WastedFactor <= SavingsGoals.WasteFactor, "waste within 1.5 of the clairvoyant's");
            Need(StartsFactor <= SavingsGoals.WasteFactor, "starts within 1.5 of the clairvoyant's");
            return missed.ToImmutable();

            void Need(bool reached, string what)
            {
                if (!reached)
                {
                    missed.Add(what);
                }
            }
        }
    }

    public SavingsOutcome Of(string strategy) => Outcomes.First(o => o.Strategy == strategy);

    private double Less(string than) => 1 - Ours.Figures.GpuHours / Of(than).Figures.GpuHours;
}
