using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>The last byte of one replica, on whichever of its answers.</summary>
internal sealed class ReplicaPulse(SteadyClock clock)
{
    private long _ticks = Instant.Min.Ticks;

    public Instant LastByteAt => new(Volatile.Read(ref _ticks));

    public void Beat() => Volatile.Write(ref _ticks, clock.Now.Ticks);
}
