namespace SageServe.EngineModel;

/// <summary>Sequences that have ended, for those that come: an engine allocates as many as it ever had at once.</summary>
internal sealed class SequencePool
{
    private readonly Stack<EngineSequence> _free = new();
    private long _order;

    public EngineSequence Begin(in EngineRequest request)
    {
        var sequence = _free.TryPop(out var old) ? old : new EngineSequence();
        sequence.Begin(request, _order++);
        return sequence;
    }

    /// <summary>Nobody may hold it any longer.</summary>
    public void End(EngineSequence sequence) => _free.Push(sequence);
}
