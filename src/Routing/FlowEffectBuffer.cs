namespace SageServe.Routing;

/// <summary>Effects of one input, in the order in which they are to be carried out. Owned and reused by the caller.</summary>
public sealed class FlowEffectBuffer
{
    private readonly List<FlowEffect> _effects = new(8);

    public int Count => _effects.Count;

    public FlowEffect this[int index] => _effects[index];

    public void Add(in FlowEffect effect) => _effects.Add(effect);

    public void Clear() => _effects.Clear();
}
