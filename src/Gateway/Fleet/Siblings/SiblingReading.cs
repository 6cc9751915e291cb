using System.Collections.Immutable;

namespace SageServe.Gateway;

/// <summary>One replica as another gateway of the region found it. An age rather than a time: clocks differ.</summary>
/// <param name="Replica">Which one.</param>
/// <param name="AgeMs">Milliseconds since it was looked at.</param>
/// <param name="Refused">Nobody listened there; the rest is then empty.</param>
internal sealed record SiblingReading(InstanceId Replica, double AgeMs, bool Refused)
{
    public int Running { get; init; }

    public int Waiting { get; init; }

    public double KvUsage { get; init; }

    public long? KvCapacityTokens { get; init; }

    public double? TokensDone { get; init; }

    public ImmutableArray<string> Adapters { get; init; } = [];

    public int AdapterSlots { get; init; }
}
