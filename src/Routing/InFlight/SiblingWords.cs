namespace SageServe.Routing;

/// <summary>What the other gateways of the region say that they have at the replicas, for as long as it is fresh.</summary>
internal sealed class SiblingWords(FlowScope scope, LedgerBook book)
{
    private Instant _until = Instant.Max;

    public void Hear(IReadOnlyList<SiblingWork> told, Instant now)
    {
        Invariant.Holds(told.Count <= FlowLimits.MaxSiblingWork, "An input tells of at most MaxSiblingWork replicas");
        book.Hear(told, now);
        _until = now + scope.Options.SiblingsFreshFor;
    }

    /// <summary>Forgets what has become old.</summary>
    public void AdvanceTo(Instant now)
    {
        if (now >= _until)
        {
            _until = Instant.Max;
            book.Hear(null, now);
        }
    }
}
