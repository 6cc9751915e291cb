using System.Collections.Concurrent;

namespace SageServe.Scaler;

/// <summary>Remembers who does not answer, so that an outage is logged when it begins and when it ends, and not at each beat.</summary>
internal sealed class SilenceLog
{
    private readonly ConcurrentDictionary<string, byte> _silent = new();

    /// <summary>True the first time.</summary>
    public bool Begins(string who) => _silent.TryAdd(who, 0);

    /// <summary>True when it was silent until now.</summary>
    public bool Ends(string who) => _silent.TryRemove(who, out _);
}
