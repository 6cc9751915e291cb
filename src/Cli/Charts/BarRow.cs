using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>One line of a <see cref="BarChart"/>: a name and a value for each of the chart's series.</summary>
internal sealed record BarRow(string Name, ImmutableArray<ChartBar> Bars)
{
    public BarRow(string name, double? value, double? low = null, double? high = null)
        : this(name, [new ChartBar(value, low, high)])
    {
    }
}
