namespace SageServe.Simulator;

/// <summary>One room of a replay and how far it has come. A gap ends it until the next header.</summary>
internal sealed class ReplayKey(IReplayRoom room, int segment, long sequence)
{
    private readonly int _segment = segment;
    private long _sequence = sequence;
    private bool _lost;

    public IReplayRoom Room { get; } = room;

    public bool Continues(DecisionRecord record)
    {
        _lost |= record.Segment != _segment || record.Sequence != _sequence + 1;
        _sequence = record.Sequence;
        return !_lost;
    }

    public void Lose() => _lost = true;
}
