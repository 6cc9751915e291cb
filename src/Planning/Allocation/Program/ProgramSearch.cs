using System.Collections.Immutable;
using System.Globalization;
using Google.OrTools.LinearSolver;

namespace SageServe.Planning;

/// <summary>
/// One search for a plan: greedy at once, the relaxation rounded and repaired, then what suits the size: a search of our own to the last
/// cent, branch and cut on the whole program, or on a few models at a time. It ends at the gap, or when its seconds are over.
/// </summary>
/// <param name="index">The problem.</param>
/// <param name="options">How long it may search, and how exact is enough.</param>
/// <param name="engine">For whole replicas.</param>
/// <param name="clock">Tells the time since the search began, as planning has no clock of its own.</param>
internal sealed class ProgramSearch(AllocationIndex index, PlanningOptions options, string engine, Solver clock)
{
    /// <summary>Pools up to which the whole program goes to branch and cut; beyond, parts of it do.</summary>
    private const int WholeUpTo = 800;

    private const double ElasticFactor = 1000;

    /// <summary>Relative gap that is none: what adding up in another order makes.</summary>
    private const double NoGap = 1e-7;

    private AllocationAnswer? _best;
    private double _bound = double.NegativeInfinity;
    private Relaxation? _relaxed;
    private (int Columns, int Rows) _size;

    private double SecondsLeft => options.SolveSeconds - clock.WallTime() / 1000.0;

    private double Gap => _best is null ? double.PositiveInfinity : (_best.Report.Objective - _bound) / Math.Max(1e-9, Math.Abs(_best.Report.Objective));

    private bool IsGoodEnough => Gap <= Math.Max(options.SolveGap, NoGap);

    /// <summary>The answer, or why there is none.</summary>
    public (AllocationAnswer? Answer, string WhyNot) Run()
    {
        Offer(GreedyAllocation.Solve(index, Minimums()));
        _relaxed = Relaxation.Solve(index, SecondsLeft, options.PlanInterval.TotalHours);
        if (_relaxed is { Status: Solver.ResultStatus.INFEASIBLE })
        {
            return GiveWay();
        }

        if (_relaxed is { IsOptimal: true })
        {
            (_bound, _size) = (_relaxed.Usd, _relaxed.Size);
            Round(_relaxed.Values);
        }

        if (!IsGoodEnough)
        {
            Exact();
        }

        if (!IsGoodEnough && index.Pools.Length <= WholeUpTo && Whole() is Solver.ResultStatus.INFEASIBLE)
        {
            return GiveWay();
        }

        if (!IsGoodEnough && index.Pools.Length > WholeUpTo && _relaxed is { IsOptimal: true } && _best is not null)
        {
            Parts(_relaxed.Values);
        }

        return _best is null ? (null, "the solver found no plan in time") : (Told(_best), "");
    }

    private int[] Minimums() => [.. index.Problem.Pools.Select(p => p.Min)];

    /// <summary>Takes a plan that carries everything, keeps every limit and costs less than the best so far.</summary>
    private void Offer(AllocationAnswer answer)
    {
        // What owns up to a breach passes the checker; here nothing may give way.
        if (answer.Report.Status != IlpAllocation.Shortage && answer.Concessions.IsEmpty && (_best is null || answer.Report.Objective < _best.Report.Objective)
            && AllocationChecker.Check(index.Problem, answer).Count == 0)
        {
            _best = answer;
        }
    }

    private void Round(double[] values)
    {
        var down = values.Select((v, i) => Math.Max(index.Problem.Pools[i].Min, (int)Math.Floor(v + 1e-6))).ToArray();
        Offer(GreedyAllocation.Solve(index, down));
    }

    /// <summary>From a plan that stands to the least cost, where the program is small; half of the time is left for who knows other ways.</summary>
    private void Exact()
    {
        if (_best is null || ExactModel.IfSmall(index) is not { } model)
        {
            return;
        }

        var search = new ExactSearch(model, _best?.Report.Objective, options.SolveGap, Offered);
        var half = SecondsLeft / 2;
        search.Run(() => SecondsLeft <= half);
        _size = (model.Program.Columns, model.Program.Rows);
        _bound = Math.Max(_bound, search.Bound);

        double? Offered(int[] targets)
        {
            Offer(GreedyAllocation.Answer(index, targets, IlpAllocation.Name, isShort: false));
            return _best?.Report.Objective;
        }
    }

    private Solver.ResultStatus? Whole()
    {
        // At gap zero branch and cut is asked for the last cent.
        var whole = WholeProgram.Solve(index, engine, Math.Max(0.001, SecondsLeft), options.SolveGap, _best?.Targets.ToArray());
        if (whole is null)
        {
            return null;
        }

        _size = whole.Size;
        _bound = Math.Max(_bound, whole.Bound ?? double.NegativeInfinity);
        if (!whole.Targets.IsEmpty)
        {
            Offer(GreedyAllocation.Answer(index, whole.Targets.AsSpan(), IlpAllocation.Name, isShort: false));
        }

        return whole.Status;
    }

    private void Parts(double[] relaxed)
    {
        var targets = new PartSearch(index, engine, relaxed, _best!.Targets.ToArray()).Improve(
            () => SecondsLeft, usd => (usd - _bound) / Math.Max(1e-9, usd) <= options.SolveGap, _best.Report.Objective);
        Offer(GreedyAllocation.Answer(index, targets, IlpAllocation.Name, isShort: false));
    }

    private AllocationAnswer Told(AllocationAnswer best)
    {
        var isOptimal = IsGoodEnough;
        var report = new SolveReport(
            IlpAllocation.Name, isOptimal ? IlpAllocation.Optimal : IlpAllocation.Feasible, best.Report.Objective,
            double.IsFinite(_bound) ? Math.Min(_bound, best.Report.Objective) : null, _size.Columns, _size.Rows);
        var detail = isOptimal ? "All demand is carried at the least cost."
            : "All demand is carried; time ran out before the cost was proven least.";
        var held = Relaxation.Solve(index, Math.Max(1, SecondsLeft), options.PlanInterval.TotalHours, best.Targets.ToArray());
        return best with { Report = report, Detail = detail, Prices = [.. _relaxed?.Prices ?? [], .. held?.Prices ?? []] };
    }

    /// <summary>Not all can hold: what is dearest to give up is kept.</summary>
    private (AllocationAnswer? Answer, string WhyNot) GiveWay()
    {
        // Slack dwarfs all else in an elastic objective, so a gap fit for money would hide whole replicas there.
        var whole = WholeProgram.Solve(index, engine, Math.Max(0.001, SecondsLeft), options.SolveGap / ElasticFactor, start: null, isElastic: true);
        if (whole is null || whole.Targets.IsEmpty)
        {
            return (null, $"the solver ended with {whole?.Status.ToString() ?? "nothing"} where not all can hold");
        }

        return (Elastic(index, whole), "");
    }

    private static AllocationAnswer Elastic(AllocationIndex index, WholeProgram whole)
    {
        var targets = whole.Targets.AsSpan();
        var flows = FlowPlan.Of(index, targets);
        var concessions = ConcessionList.Of(index, targets, flows.Flows);
        var isShort = concessions.Any(c => c.Family == ConstraintFamily.Demand);
        var lacking = GreedyAllocation.Lacking(index.Problem, targets, flows);
        var detail = (isShort ? string.Create(CultureInfo.InvariantCulture, $"Capacity does not meet demand: {lacking:0} prompt tokens/s are left uncarried.") : "Not all constraints can hold.")
            + string.Concat(Families(concessions));
        var report = new SolveReport(
            IlpAllocation.Name, isShort ? IlpAllocation.Shortage : IlpAllocation.Elastic, index.CostUsd(targets) + flows.Usd, null, whole.Size.Columns, whole.Size.Rows);
        return new AllocationAnswer(whole.Targets, report, detail) { Flows = flows.Flows, Concessions = concessions };
    }

    private static IEnumerable<string> Families(ImmutableArray<Concession> concessions) =>
        concessions.GroupBy(c => c.Family).OrderBy(g => g.Key).Select(
            g => string.Create(CultureInfo.InvariantCulture, $" {g.Key} gave way in {g.Count()} place(s), by {g.Sum(c => c.By):0.##} {g.First().Unit} in all."));
}
