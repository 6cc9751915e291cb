using System.Collections.Immutable;

namespace SageServe.EngineModel;

/// <summary>
/// The line of TTFT over prompt tokens that most requests lie on: those whose whole prompt was prefilled at once. Prefix cache
/// hits scatter below it and waiting above it, so a line through the means of all would be neither. Found where the density
/// of points, relative to the line, is largest.
/// </summary>
/// <param name="Base">TTFT of the smallest prompt, in seconds: fixed part of a step, waiting for the step in progress, overhead.</param>
/// <param name="PerToken">Seconds of a prompt token.</param>
public sealed record TtftRidge(double Base, double PerToken)
{
    /// <summary>A TTFT below this share of the line is a prefix cache hit.</summary>
    public const double HitBelow = 0.85;

    private const double Width = 0.07;
    private const int Steps = 60;

    /// <summary>
    /// By search over bases from 0 to the shortest TTFTs and slopes from a tenth of the median TTFT per token to twice it. Where
    /// prompts are about as long as each other there is no line to find, and no TTFT counts as a hit.
    /// </summary>
    public static TtftRidge Of(IReadOnlyCollection<MeasuredRequest> requests)
    {
        var prompts = requests.Select(r => (double)r.PromptTokens).ToArray();
        if (Sample.Quantile(prompts, 0.95) < 2 * Sample.Quantile(prompts, 0.05))
        {
            return new TtftRidge(0, requests.Min(r => r.Ttft / r.PromptTokens));
        }

        var highest = 1.5 * Sample.Quantile(requests.Select(r => r.Ttft), 0.02);
        var slope = Sample.Quantile(requests.Select(r => r.Ttft / r.PromptTokens), 0.5);
        var best = (Density: -1.0, Ridge: new TtftRidge(0, slope));
        for (var i = 0; i < Steps; i++)
        {
            for (var j = 0; j < Steps; j++)
            {
                var ridge = new TtftRidge(highest * i / Steps, slope * 0.1 * Math.Pow(20, (double)j / Steps));
                var density = requests.Sum(r => Math.Max(0, 1 - Math.Abs(r.Ttft / ridge.At(r.PromptTokens) - 1) / Width));
                best = density > best.Density ? (density, ridge) : best;
            }
        }

        return best.Ridge;
    }

    public double At(int promptTokens) => Base + PerToken * promptTokens;

    /// <summary>
    /// Prompt tokens of each request that were prefilled: fewer than its prompt where the prefix cache must have hit, as nothing
    /// else shortens a TTFT. A benchmark's rows do not say which prompts shared a prefix.
    /// </summary>
    public ImmutableArray<int> Uncached(IEnumerable<MeasuredRequest> requests) =>
        [.. requests.Select(r => r.Ttft >= HitBelow * At(r.PromptTokens)
            ? r.PromptTokens
            : Math.Clamp((int)Math.Round((r.Ttft - Base) / PerToken), 1, r.PromptTokens))];
}
