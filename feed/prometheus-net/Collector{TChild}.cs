using System.Collections.Concurrent;

namespace Prometheus;

/// <summary>A metric whose label combinations are <typeparamref name="TChild"/>; finding a known one takes no lock.</summary>
public abstract class Collector<TChild> : Collector, ICollector<TChild>
    where TChild : ChildBase
{
    private readonly ConcurrentDictionary<string[], TChild> _children = new(LabelValuesComparer.Instance);
    private readonly ConcurrentDictionary<string[], TChild>.AlternateLookup<ReadOnlySpan<string>> _lookup;
    private readonly bool _suppressInitialValue;

    internal Collector(string name, string help, string[] labelNames, bool suppressInitialValue)
        : base(name, help, labelNames)
    {
        _suppressInitialValue = suppressInitialValue;
        _lookup = _children.GetAlternateLookup<ReadOnlySpan<string>>();
    }

    TChild ICollector<TChild>.Unlabelled => Unlabelled;

    protected internal TChild Unlabelled => WithLabels(ReadOnlySpan<string>.Empty);

    public TChild WithLabels(params string[] labelValues)
    {
        ArgumentNullException.ThrowIfNull(labelValues);
        return WithLabels(labelValues.AsSpan());
    }

    public TChild WithLabels(ReadOnlyMemory<string> labelValues) => WithLabels(labelValues.Span);

    public TChild WithLabels(ReadOnlySpan<string> labelValues) =>
        _lookup.TryGetValue(labelValues, out var child) ? child : Add(labelValues.ToArray());

    public void RemoveLabelled(params string[] labelValues)
    {
        ArgumentNullException.ThrowIfNull(labelValues);
        _children.TryRemove(labelValues, out _);
    }

    public IEnumerable<string[]> GetAllLabelValues() =>
        _children.Keys.Where(k => k.Length > 0).Select(k => (string[])k.Clone());

    internal void Remove(TChild child) => _children.TryRemove(child.LabelValues, out _);

    internal override void WriteTo(ExpositionWriter writer)
    {
        var published = _children.Values.Where(c => c.IsPublished).ToArray();
        Array.Sort(published, (a, b) => CompareLabels(a.LabelValues, b.LabelValues));
        writer.Declare(this);
        foreach (var child in published)
        {
            child.WriteTo(writer, this);
        }
    }

    private protected abstract TChild NewChild(string[] labelValues, bool publish);

    private protected void CreateUnlabelledIfThereAreNoLabels()
    {
        if (LabelNames.Length == 0)
        {
            _ = Unlabelled;
        }
    }

    private static int CompareLabels(string[] a, string[] b)
    {
        for (var i = 0; i < a.Length; i++)
        {
            var order = string.CompareOrdinal(a[i], b[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    private TChild Add(string[] labelValues)
    {
        if (labelValues.Length != LabelNames.Length)
        {
            throw new ArgumentException($"{Name} has {LabelNames.Length} labels but was given {labelValues.Length} values.", nameof(labelValues));
        }

        if (Array.IndexOf(labelValues, null) >= 0)
        {
            throw new ArgumentException("A label value cannot be null.", nameof(labelValues));
        }

        return _children.GetOrAdd(labelValues, NewChild(labelValues, !_suppressInitialValue));
    }
}
