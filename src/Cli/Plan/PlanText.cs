using System.Globalization;
using System.Text;
using SageServe.Planning;

namespace SageServe.Cli;

/// <summary>A plan for people.</summary>
internal static class PlanText
{
    private const int PricesShown = 12;

    public static string Of(ProblemDocument problem, ProblemAnswer answer)
    {
        var text = new StringBuilder();
        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
        Line($"{answer.Detail}");
        Line($"{answer.ObjectiveUsd:0.00} USD for {problem.IntervalHours:0.##} h, {answer.Status} by {answer.Allocator}{(answer.Gap is { } gap ? string.Create(CultureInfo.InvariantCulture, $", at most {gap:P2} above the least") : "")}.");
        Targets(answer, Line);
        if (!answer.Flows.IsEmpty)
        {
            Line($"");
            Line($"{"model",-20}{"from",-16}{"to",-16}{"tokens/s",12}");
            foreach (var flow in answer.Flows)
            {
                Line($"{flow.Model,-20}{flow.From,-16}{flow.To,-16}{flow.TokensPerSecond,12:0.#}");
            }
        }

        Told("What gave way (first a region's own share, then the share of spot, demand, budgets, quotas, and last what regions hold):", [.. answer.Concessions.Select(c => c.Words)], Line);
        var prices = answer.ShadowPrices.OrderBy(p => p.Family is ConstraintFamily.Demand or ConstraintFamily.LocalShare).ThenByDescending(p => Math.Abs(p.UsdPerHour)).ToList();
        Told("What one more would do:", [.. prices.Take(PricesShown).Select(p => p.Words)], Line);
        if (prices.Count > PricesShown)
        {
            Line($"- {prices.Count - PricesShown} more with --json.");
        }

        return text.ToString();
    }

    private static void Targets(ProblemAnswer answer, Action<FormattableString> line)
    {
        line($"");
        line($"{"pool",-52}{"now",6}{"target",8}");
        foreach (var target in answer.Targets.Where(t => t.Current != 0 || t.Target != 0))
        {
            line($"{target.Pool.ToString(),-52}{target.Current,6}{target.Target,8}");
        }

        foreach (var group in answer.Groups)
        {
            line($"{"group " + group.Name,-52}{group.Current,6}{group.Target,8}");
        }
    }

    private static void Told(string title, IReadOnlyList<string> sentences, Action<FormattableString> line)
    {
        if (sentences.Count > 0)
        {
            line($"");
            line($"{title}");
            foreach (var sentence in sentences)
            {
                line($"- {sentence}");
            }
        }
    }
}
