namespace SageServe.Planning;

/// <summary>What one pool needs, in replicas, and what that was read from.</summary>
internal sealed record LeadNeed
{
    /// <summary>When a start would serve.</summary>
    public required int AtLead { get; init; }

    /// <summary>Until a stopped replica would have been worth keeping; never less than at the lead.</summary>
    public required int ToKeep { get; init; }

    /// <summary>So that patient work meets its deadlines in what interactive work leaves; 0 where none asks for it.</summary>
    public required int Deadlines { get; init; }

    /// <summary>Replicas in full use that the deadlines of patient work ask for.</summary>
    public required double PatientDue { get; init; }

    /// <summary>Larger of KV utilisation and newest demand over what is ready.</summary>
    public required double Load { get; init; }

    /// <summary>If what is there now above the level lasts as such did so far.</summary>
    public required int Lasting { get; init; }

    /// <summary>True while demand is known for less than the level's window.</summary>
    public required bool IsLearning { get; init; }

    /// <summary>Of the tiers that decided.</summary>
    public required double Quantile { get; init; }

    public required TimeSpan ColdStart { get; init; }

    public required TimeSpan Lead { get; init; }

    public required TimeSpan Keep { get; init; }

    /// <summary>What is expected, in figures.</summary>
    public required MoveExpectation Expected { get; init; }

    /// <summary>What is expected, in a sentence.</summary>
    public required string Basis { get; init; }
}
