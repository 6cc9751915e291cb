namespace SageServe.Planning;

/// <summary>Rules of demands.</summary>
internal sealed class ProblemDemandRules(ProblemDocument problem, List<string> problems)
{
    private readonly HashSet<RegionId> _regions = [.. problem.Regions.Select(r => r.Id)];
    private readonly HashSet<ModelId> _models = [.. problem.Pools.Select(p => p.Model)];

    public void Check()
    {
        var seen = new HashSet<(ModelId, RegionId, TierSet)>();
        for (var i = 0; i < problem.Demands.Length; i++)
        {
            var (demand, where) = (problem.Demands[i], $"demands[{i}]");
            if (!_regions.Contains(demand.Region))
            {
                problems.Add($"{where}: region '{demand.Region}' does not stand in regions.");
            }

            if (!_models.Contains(demand.Model))
            {
                problems.Add($"{where}: no pool serves the model '{demand.Model}'.");
            }

            if (!seen.Add((demand.Model, demand.Region, ProblemBuild.Tiers(demand.Tiers))))
            {
                problems.Add($"{where}: {demand.Model}@{demand.Region} with these tiers stands twice.");
            }

            ProblemRules.Within(demand.TokensPerSecond, 0, 1e15, where + ".tokensPerSecond", problems);
            ProblemRules.Within(demand.Quantile, 0, 1, where + ".quantile", problems);
            ProblemRules.Within(demand.LocalShare ?? 0, 0, 1, where + ".localShare", problems);
            CheckAmounts(demand, where);
        }
    }

    private void CheckAmounts(ProblemDemand demand, string where)
    {
        for (var q = 0; q < demand.Quantiles.Length; q++)
        {
            ProblemRules.Within(demand.Quantiles[q].Quantile, 0, 1, $"{where}.quantiles[{q}].quantile", problems);
            ProblemRules.Within(demand.Quantiles[q].TokensPerSecond, 0, 1e15, $"{where}.quantiles[{q}].tokensPerSecond", problems);
        }

        for (var b = 0; b < demand.Backlog.Length; b++)
        {
            ProblemRules.Within(demand.Backlog[b].Tokens, 0, 1e18, $"{where}.backlog[{b}].tokens", problems);
            ProblemRules.Within(demand.Backlog[b].Hours, 1e-6, 1e6, $"{where}.backlog[{b}].hours", problems);
        }
    }
}
