using System.Collections.Immutable;

namespace SageServe.Simulator;

/// <summary>Weights that one region has near its machines. Bounded: the model unused longest goes first.</summary>
internal sealed class WeightStore
{
    private readonly List<(ModelId Model, Instant From)> _held = [];
    private readonly int _limit;

    /// <param name="models">At the beginning, the first ones where not all fit.</param>
    /// <param name="limit">0 is none.</param>
    public WeightStore(ImmutableArray<ModelId> models, int limit)
    {
        _limit = limit;
        _held.AddRange((limit > 0 ? models.Take(limit) : models).Select(m => (m, Instant.Min)));
    }

    public bool Has(ModelId model, Instant now)
    {
        foreach (var held in _held)
        {
            if (held.Model == model)
            {
                return held.From <= now;
            }
        }

        return false;
    }

    /// <summary>Marks a model as used; one that is still on its way keeps the time at which it will be there.</summary>
    public void Use(ModelId model, Instant from)
    {
        var at = _held.FindIndex(h => h.Model == model);
        var entry = at >= 0 ? _held[at] with { From = Instant.Earlier(_held[at].From, from) } : (model, from);
        if (at >= 0)
        {
            _held.RemoveAt(at);
        }

        _held.Add(entry);
        while (_limit > 0 && _held.Count > _limit)
        {
            _held.RemoveAt(0);
        }
    }
}
