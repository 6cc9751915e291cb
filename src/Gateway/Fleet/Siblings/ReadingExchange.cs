using System.Collections.Immutable;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>What this gateway read itself, for the others, and what they read, for this one.</summary>
internal sealed class ReadingExchange(FleetDirectory directory, FleetObserver observer, SteadyClock clock)
{
    /// <summary>Readings in one answer; a region with more replicas than this tells the first ones by id.</summary>
    public const int MaxReadings = 5000;

    /// <summary>Older than this it helps nobody.</summary>
    private static readonly TimeSpan Oldest = TimeSpan.FromSeconds(10);

    public ImmutableArray<SiblingReading> Tell()
    {
        var now = clock.Now;
        return
        [
            .. directory.Replicas
                .Select(r => (r.Id, Health: observer.HealthOf(r.Id)))
                .Where(r => r.Health is { FirstHand: true } health && now - health.LookedAt < Oldest)
                .OrderBy(r => r.Id)
                .Take(MaxReadings)
                .Select(r => ToReading(r.Id, r.Health!, now)),
        ];
    }

    /// <param name="word">What a sibling told.</param>
    /// <param name="askedAt">A moment before it answered: ages count from there, so that no reading looks younger than it is.</param>
    public void Hear(SiblingWord word, Instant askedAt)
    {
        foreach (var reading in word.Readings)
        {
            // What it knows of replicas that are not listed here is forgotten at the end of the next round.
            var at = askedAt - TimeSpan.FromMilliseconds(Math.Clamp(reading.AgeMs, 0, Oldest.TotalMilliseconds));
            observer.Hear(reading.Replica, at, reading.Refused ? null : ToReading(reading, at));
        }
    }

    private static SiblingReading ToReading(InstanceId id, ReplicaHealth health, Instant now)
    {
        var age = (now - health.LookedAt).TotalMilliseconds;
        return health is { Refused: false, Last: { } last }
            ? new SiblingReading(id, age, Refused: false)
            {
                Running = last.Running,
                Waiting = last.Waiting,
                KvUsage = last.KvUsage,
                KvCapacityTokens = last.KvCapacityTokens,
                TokensDone = last.TokensDone,
                Adapters = last.Adapters,
                AdapterSlots = last.AdapterSlots,
            }
            : new SiblingReading(id, age, Refused: true);
    }

    private static ReplicaReading ToReading(SiblingReading reading, Instant at) =>
        new(at, reading.Running, reading.Waiting, reading.KvUsage, reading.KvCapacityTokens)
        {
            TokensDone = reading.TokensDone,
            Adapters = reading.Adapters.IsDefault ? [] : reading.Adapters,
            AdapterSlots = reading.AdapterSlots,
        };
}
