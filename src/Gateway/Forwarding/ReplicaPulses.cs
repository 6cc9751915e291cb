using System.Collections.Concurrent;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>When each replica was last seen at work by the bytes of any of its answers here. As many as are listed.</summary>
internal sealed class ReplicaPulses
{
    private readonly ConcurrentDictionary<InstanceId, ReplicaPulse> _pulses = new();
    private readonly SteadyClock _clock;

    public ReplicaPulses(FleetDirectory directory, SteadyClock clock)
    {
        _clock = clock;
        directory.Changed += () => Forget(directory);
    }

    public ReplicaPulse Of(InstanceId id) => _pulses.GetOrAdd(id, static (_, clock) => new ReplicaPulse(clock), _clock);

    private void Forget(FleetDirectory directory)
    {
        var listed = directory.Replicas.Select(r => r.Id).ToHashSet();
        foreach (var id in _pulses.Keys.Where(id => !listed.Contains(id)))
        {
            _pulses.TryRemove(id, out _);
        }
    }
}
