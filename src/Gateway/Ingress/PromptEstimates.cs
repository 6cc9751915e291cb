using System.Collections.Frozen;
using Prometheus;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>
/// Prompt tokens of a request: four bytes a token, corrected by what the engines of its model counted. A slow moving factor within a
/// quarter and four times; not used before <see cref="Enough"/> requests have told.
/// </summary>
internal sealed class PromptEstimates(ServingCatalog catalog)
{
    public const int Enough = 32;
    public const double Most = 4;
    private const double Weight = 0.05;

    private readonly FrozenDictionary<ModelId, Learnt> _models = catalog.Models.ToFrozenDictionary(m => m.Id, m => new Learnt(m.Id));

    /// <summary>Prompts that are given as token ids need no correction.</summary>
    public int Of(ModelId model, ParsedBody body) =>
        (int)Math.Clamp((body.PromptTokens - body.TokenIds) * _models[model].Factor + body.TokenIds, 1, int.MaxValue);

    /// <param name="model">The model.</param>
    /// <param name="estimated">What <see cref="Of"/> said.</param>
    /// <param name="counted">What the engine says.</param>
    public void Observe(ModelId model, int estimated, int counted)
    {
        if (estimated > 0 && counted > 0)
        {
            _models[model].Observe(counted / (double)estimated);
        }
    }

    private sealed class Learnt(ModelId model)
    {
        private readonly Gauge.Child _error = Instruments.Gauge(MetricNames.PromptEstimateError).WithLabels(model.Value);
        private readonly Lock _gate = new();
        private double _factor = 1;
        private double _meanError;
        private int _seen;

        public double Factor => Volatile.Read(ref _seen) < Enough ? 1 : Volatile.Read(ref _factor);

        public void Observe(double ratio)
        {
            lock (_gate)
            {
                // The ratio is to an estimate that was corrected already, once there was enough to go by.
                var target = Math.Clamp(ratio * Factor, 1 / Most, Most);
                var weight = Math.Max(Weight, 1.0 / (_seen + 1));
                Volatile.Write(ref _factor, _factor + weight * (target - _factor));
                _meanError += weight * (Math.Abs(1 - 1 / ratio) - _meanError);
                Volatile.Write(ref _seen, Math.Min(int.MaxValue - 1, _seen + 1));
                _error.Set(_meanError);
            }
        }
    }
}
