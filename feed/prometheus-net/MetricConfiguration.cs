namespace Prometheus;

/// <summary>What all kinds of metrics can be given when they are made.</summary>
public abstract class MetricConfiguration
{
    /// <summary>Names of the labels, in the order in which values are given.</summary>
    public string[]? LabelNames { get; set; }

    /// <summary>True: a child is exported only once it has a value.</summary>
    public bool SuppressInitialValue { get; set; }
}
