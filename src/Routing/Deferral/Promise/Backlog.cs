using System.Collections.Immutable;

namespace SageServe.Routing;

/// <summary>
/// The work of one lane, from one reading to the next: what is left of each group, what got done in between, and what came in. O(groups).
/// </summary>
internal sealed class Backlog
{
    private Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Earliest deadline first.</summary>
    public ImmutableArray<Entry> Groups { get; private set; } = [];

    /// <summary>Lines that nobody runs.</summary>
    public long Idle { get; private set; }

    /// <summary>Takes the next reading.</summary>
    /// <param name="groups">What is left.</param>
    /// <param name="plausible">
    /// Replica seconds that can have been done since the last one. A group that is gone with more than that was taken back, but for what ran.
    /// </param>
    /// <returns>What was done, and what came in, by group.</returns>
    public (double Done, ImmutableArray<(BacklogGroup Group, double Seconds)> Came) Read(ImmutableArray<BacklogGroup> groups, double plausible)
    {
        double done = 0;
        var came = ImmutableArray.CreateBuilder<(BacklogGroup, double)>();
        var next = new Dictionary<string, Entry>(groups.Length, StringComparer.Ordinal);
        foreach (var group in groups)
        {
            var entry = Entry.Of(group, _entries.TryGetValue(group.Id, out var before) ? before : null);
            next.Add(group.Id, entry);
            if (entry.Most > (before?.Most ?? 0))
            {
                came.Add((group, (entry.Most - (before?.Most ?? 0)) * entry.Each));
            }
            else
            {
                done += Math.Max(0, before!.Group.Items - group.Items) * before.Each;
            }
        }

        foreach (var (id, gone) in _entries)
        {
            if (!next.ContainsKey(id))
            {
                var items = gone.Group.Items * gone.Each <= plausible ? gone.Group.Items : gone.Group.Items - gone.Group.Idle;
                done += items * gone.Each;
            }
        }

        _entries = next;
        Idle = groups.Sum(g => g.Idle);
        Groups = [.. next.Values.Order()];
        return (done, came.ToImmutable());
    }

    /// <param name="Group">As it was read.</param>
    /// <param name="Most">Lines that it ever had.</param>
    /// <param name="Each">Replica seconds of a line, as last known.</param>
    internal sealed record Entry(BacklogGroup Group, long Most, double Each) : IComparable<Entry>
    {
        /// <summary>Replica seconds that are left: all of what nobody runs, and half of what runs.</summary>
        public double WorkSeconds => Group.IdleSeconds + (Group.Items - Group.Idle) * Each / 2;

        /// <summary>Share of its lines that ended.</summary>
        public double Done => Most > 0 ? 1 - Group.Items / (double)Most : 0;

        public static Entry Of(in BacklogGroup group, Entry? before) =>
            new(group, Math.Max(before?.Most ?? 0, group.Items), group.Idle > 0 ? group.IdleSeconds / group.Idle : before?.Each ?? 0);

        public int CompareTo(Entry? other) => other is null ? 1 : Group.IsBefore(other.Group) ? -1 : other.Group.IsBefore(Group) ? 1 : 0;
    }
}
