using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>What is remembered of one load from tick to tick.</summary>
internal sealed class SeriesMemory(MethodPanel panel)
{
    public MethodPanel Panel => panel;

    /// <summary>Null before the first forecast with enough history.</summary>
    public TargetShelf? Shelf { get; set; }

    public ForecastTargets? Targets { get; set; }

    /// <summary>The special days that concern it.</summary>
    public ImmutableArray<SpecialDay> Calendar { get; set; } = [];

    public SelfScore Score { get; } = new();

    public ChangeWatch Watch { get; } = new();

    /// <summary>Steps of history when the past was last gone over.</summary>
    public int ReplayedSteps { get; set; }

    /// <summary>When methods last studied; <see cref="Instant.Min"/> for never.</summary>
    public Instant StudiedAt { get; set; }

    /// <summary>When it was last asked for; what nobody asks for is forgotten.</summary>
    public Instant AskedAt { get; set; }

    /// <summary>True when the load changed its ways after the last study.</summary>
    public bool HasChanged => Watch.ChangedAt > StudiedAt;
}
