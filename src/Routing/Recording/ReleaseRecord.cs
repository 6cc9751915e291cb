using System.Collections.Immutable;

namespace SageServe.Routing;

/// <summary>
/// What the pump of a lane let go since its last record, or why nothing, with the facts of the last decision in it. Compact: of the groups
/// only sums. It is told, not replayed: rules remember, and not every decision is recorded.
/// </summary>
public sealed record ReleaseRecord
{
    /// <summary>Of the decision log.</summary>
    public const string Room = "release";

    /// <summary>Groups named in one record; what else was let go is summed up.</summary>
    public const int MostGrants = 32;

    /// <summary>Of the last decision; request time.</summary>
    public required Instant Now { get; init; }

    /// <summary>Model and region.</summary>
    public required string Lane { get; init; }

    /// <summary>Name of the release rule.</summary>
    public required string Rule { get; init; }

    /// <summary>The last decision's facts, without their groups.</summary>
    public required ReleaseFacts Facts { get; init; }

    /// <summary>Groups of which something waits.</summary>
    public required int Groups { get; init; }

    /// <summary>Items that wait.</summary>
    public required long Waiting { get; init; }

    /// <summary>Items that gateways have, or that wait out a pause.</summary>
    public required long Leased { get; init; }

    /// <summary>Replica seconds of what waits.</summary>
    public required double WorkSeconds { get; init; }

    /// <summary>Of what waits; null when nothing does.</summary>
    public required Instant? EarliestDeadline { get; init; }

    /// <summary>Why the last decision let this many go, or none.</summary>
    public required ReasonCode Reason { get; init; }

    /// <summary>Decisions that this record stands for: those that let something go, and the last.</summary>
    public required int Decisions { get; init; }

    /// <summary>Items that all of them let go.</summary>
    public required long Count { get; init; }

    /// <summary>Those of them that a deadline let go.</summary>
    public required long Urgent { get; init; }

    /// <summary>By group and reason, in the order in which they were first let go; the first <see cref="MostGrants"/>.</summary>
    public required ImmutableArray<ReleaseGrant> Grants { get; init; }

    /// <summary>Sums of the facts' groups.</summary>
    /// <param name="facts">Of the decision.</param>
    /// <param name="lane">Model and region.</param>
    /// <param name="rule">That decided.</param>
    /// <param name="reason">Its word.</param>
    public static ReleaseRecord Of(in ReleaseFacts facts, string lane, string rule, ReasonCode reason)
    {
        var waiting = facts.Groups.Where(g => g.Waiting > 0).ToList();
        return new ReleaseRecord
        {
            Now = facts.Now,
            Lane = lane,
            Rule = rule,
            Facts = facts with { Groups = [] },
            Groups = waiting.Count,
            Waiting = waiting.Sum(g => g.Waiting),
            Leased = facts.Groups.Sum(g => g.Leased),
            WorkSeconds = waiting.Sum(g => g.WorkSeconds),
            EarliestDeadline = waiting.Count > 0 ? waiting.Min(g => g.Deadline) : null,
            Reason = reason,
            Decisions = 1,
            Count = 0,
            Urgent = 0,
            Grants = [],
        };
    }
}
