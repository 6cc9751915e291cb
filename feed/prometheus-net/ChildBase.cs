namespace Prometheus;

/// <summary>The value of one label combination.</summary>
public abstract class ChildBase : ICollectorChild, IDisposable
{
    private volatile bool _publish;

    internal ChildBase(string[] labelValues, bool publish)
    {
        LabelValues = labelValues;
        _publish = publish;
    }

    internal string[] LabelValues { get; }

    internal bool IsPublished => _publish;

    /// <summary>Exports the value even before it first changes.</summary>
    public void Publish() => _publish = true;

    /// <summary>Stops exporting it until it changes again.</summary>
    public void Unpublish() => _publish = false;

    /// <summary>Removes this label combination from its metric.</summary>
    public abstract void Remove();

    public void Dispose()
    {
        Remove();
        GC.SuppressFinalize(this);
    }

    internal abstract void WriteTo(ExpositionWriter writer, Collector collector);

    private protected void PublishOnChange()
    {
        if (!_publish)
        {
            _publish = true;
        }
    }
}
