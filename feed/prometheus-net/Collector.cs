namespace Prometheus;

/// <summary>One metric with all its label combinations.</summary>
public abstract class Collector
{
    internal Collector(string name, string help, string[] labelNames)
    {
        if (!MetricNaming.IsValid(name))
        {
            throw new ArgumentException($"Metric name '{name}' is not valid.", nameof(name));
        }

        foreach (var label in labelNames)
        {
            if (!MetricNaming.IsValid(label) || label.StartsWith("__", StringComparison.Ordinal))
            {
                throw new ArgumentException($"Label name '{label}' is not valid.", nameof(labelNames));
            }
        }

        if (labelNames.Distinct(StringComparer.Ordinal).Count() != labelNames.Length)
        {
            throw new InvalidOperationException("The set of label names includes duplicates: " + string.Join(", ", labelNames));
        }

        Name = name;
        Help = help;
        LabelNames = labelNames;
    }

    public string Name { get; }

    public string Help { get; }

    public string[] LabelNames { get; }

    internal abstract string TypeName { get; }

    internal abstract void WriteTo(ExpositionWriter writer);
}
