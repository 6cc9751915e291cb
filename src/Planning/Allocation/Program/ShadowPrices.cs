using System.Collections.Immutable;
using System.Globalization;

namespace SageServe.Planning;

/// <summary>Duals as prices that people can read.</summary>
internal static class ShadowPrices
{
    public const string OfRelaxation = "relaxation";
    public const string OfPlan = "integers-fixed";

    private const double Least = 1e-6;

    /// <param name="index">The problem.</param>
    /// <param name="model">Solved by a linear engine.</param>
    /// <param name="isRelaxation">False: the replicas were held.</param>
    /// <param name="hours">Of the planning interval.</param>
    public static ImmutableArray<ShadowPrice> Of(AllocationIndex index, AllocationModel model, bool isRelaxation, double hours)
    {
        var basis = isRelaxation ? OfRelaxation : OfPlan;
        return [.. model.Rows.Select(row => Price(index.Problem, row, basis, hours)).Where(p => Math.Abs(p.UsdPerHour) > Least)
            .OrderByDescending(p => p.Family).ThenByDescending(p => Math.Abs(p.UsdPerHour))];
    }

    /// <summary>Which constraint of a kind.</summary>
    public static string Subject(AllocationProblem problem, ConstraintFamily family, int subject) => family switch
    {
        ConstraintFamily.Demand when subject < problem.Demands.Length => problem.Demands[subject].ToString(),
        ConstraintFamily.Demand => problem.Origins[subject - problem.Demands.Length].ToString(),
        ConstraintFamily.LocalShare => problem.Origins[subject].ToString(),
        ConstraintFamily.SpotShare => problem.SpotLimits[subject].ToString(),
        ConstraintFamily.Capacity => problem.Limits[subject].ToString(),
        _ => problem.Caps[subject].ToString(),
    };

    public static string Unit(ConstraintFamily family) => family switch
    {
        ConstraintFamily.Capacity => "replicas",
        ConstraintFamily.Quota or ConstraintFamily.GpuBudget => "GPUs",
        ConstraintFamily.MoneyBudget => "USD",
        _ => "tokens/s",
    };

    private static ShadowPrice Price(AllocationProblem problem, ModelRow row, string basis, double hours)
    {
        // Tokens are told by the thousand. A budget is of the interval, as is what it saves.
        var many = row.Family is ConstraintFamily.Demand or ConstraintFamily.LocalShare or ConstraintFamily.SpotShare ? 1000 : 1;
        var perUnit = row.Dual / row.Unit * many / (row.Family == ConstraintFamily.MoneyBudget ? 1 : hours);
        var subject = Subject(problem, row.Family, row.Subject);
        var worth = row.Family is ConstraintFamily.Demand or ConstraintFamily.LocalShare ? perUnit : -perUnit;
        return new ShadowPrice(row.Family, subject, basis, worth, many > 1 ? "1000 tokens/s" : Unit(row.Family), Words(row.Family, subject, worth, basis));
    }

    private static string Words(ConstraintFamily family, string subject, double worth, string basis)
    {
        var usd = string.Create(CultureInfo.InvariantCulture, $"{worth:0.##} USD/h");
        var told = family switch
        {
            ConstraintFamily.Demand => $"1000 tokens/s more demand for {subject} would cost {usd}",
            ConstraintFamily.LocalShare => $"1000 tokens/s more that {subject} must carry itself would cost {usd}",
            ConstraintFamily.SpotShare => $"1000 tokens/s more of {subject} on spot than its share allows would save {usd}",
            ConstraintFamily.Capacity => $"One more replica on {subject} would save {usd}",
            ConstraintFamily.Quota => $"One more GPU in the quota of {subject} would save {usd}",
            ConstraintFamily.GpuBudget => $"One more GPU in the budget of {subject} would save {usd}",
            _ => $"One more USD/h in the budget of {subject} would save {usd}",
        };
        return told + (basis == OfPlan ? ", the plan's replicas as they are." : ", by the relaxation.");
    }
}
