using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>The targets that one load is forecast for: single steps of the path, then mean and peak of the planning window at each lead.</summary>
/// <param name="Steps">Steps ahead (0: the first) that have a target of their own; bands of the others lie between.</param>
/// <param name="Leads">From the newest demand to the start of the window.</param>
/// <param name="All">First one mean per step of <paramref name="Steps"/>, then mean and peak per lead.</param>
internal sealed record ForecastTargets(ImmutableArray<int> Steps, ImmutableArray<TimeSpan> Leads, ImmutableArray<ForecastTarget> All)
{
    /// <summary>What a replica takes to serve, from a warm node to a cold one with its weights far away.</summary>
    public static readonly ImmutableArray<TimeSpan> UsualLeads = [TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(60)];

    /// <param name="step">Length of a step.</param>
    /// <param name="horizon">Steps that the path has.</param>
    /// <param name="length">Length of the planning window; zero: only the path is asked for.</param>
    public static ForecastTargets Of(TimeSpan step, int horizon, TimeSpan length)
    {
        var steps = ImmutableArray.CreateBuilder<int>();
        for (var h = 1; h < horizon; h *= 2)
        {
            steps.Add(h - 1);
        }

        steps.Add(horizon - 1);
        var leads = length > TimeSpan.Zero ? UsualLeads : [];
        return new ForecastTargets(steps.ToImmutable(), leads, [
            .. steps.Select(h => new ForecastTarget(TargetKind.Mean, step * h, step)),
            .. leads.SelectMany(l => (ForecastTarget[])[new(TargetKind.Mean, l, length), new(TargetKind.Peak, l, length)])]);
    }

    /// <summary>The target that the forecast is judged by: the window's mean at the middle lead, or the first step where no window is asked for.</summary>
    public int Scored => Leads.Length == 0 ? 0 : MeanAt(Leads.Length / 2);

    public int MeanAt(int lead) => Steps.Length + 2 * lead;

    public int PeakAt(int lead) => Steps.Length + 2 * lead + 1;
}
