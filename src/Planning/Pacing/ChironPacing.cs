using System.Globalization;

namespace SageServe.Planning;

/// <summary>
/// Chiron as the paper's authors re-implemented it (SAGESERVE section 12). Pools that serve interactive tiers: the share of their
/// replicas with interactive work, above OutAbove one starts, else one stops. Pools for patient work alone: the wait of what is queued
/// against the completion window; past it one starts, with nothing queued one stops. Two things differ from the released code: pools
/// are looked at on a beat and not when something arrives there (so batch and mixed pools can shrink at last), and the mixed pool
/// grows only while the interactive ones run over.
/// </summary>
internal sealed class ChironPacing(ServingCatalog catalog, PlanningOptions options) : IPacingPolicy
{
    private readonly ChironOptions _chiron = options.Chiron;
    private readonly TimeSpan _window = catalog.Level(ServiceTier.NonInteractive).CompletionWindow ?? TimeSpan.FromHours(24);

    public PolicyNeeds Needs => PolicyNeeds.None;

    public PaceProposal Propose(PaceFacts facts) => TierSet.Of(facts.Spec).HasInteractive ? Interactive(facts) : Batch(facts);

    private PaceProposal Interactive(PaceFacts facts)
    {
        int busy = 0, all = 0;
        foreach (var (spec, pool) in facts.Siblings)
        {
            if (TierSet.Of(spec).HasInteractive)
            {
                if (pool.Work is null)
                {
                    return Unknown(facts);
                }

                busy += pool.Work.InteractiveBusy;
                all += pool.Ready + pool.Starting;
            }
        }

        if (all == 0)
        {
            return new PaceProposal(facts.Current, "no-replica", "No interactive replica exists; the minimum decides.");
        }

        var share = busy / (double)all;
        var text = string.Create(CultureInfo.InvariantCulture, $"{busy} of {all} interactive replicas are busy");
        return share <= _chiron.InBelow ? new PaceProposal(facts.Current - 1, "busy-low", $"{text}, not above {_chiron.InBelow:P0}.")
            : share <= _chiron.OutAbove ? new PaceProposal(facts.Current, "busy-within", $"{text}, within the band.")
            : IsIdleMixed(facts) ? new PaceProposal(facts.Current, "no-overflow", $"{text}, but nothing runs over into this pool.")
            : new PaceProposal(facts.Current + 1, "busy-high", $"{text}, above {_chiron.OutAbove:P0}.");
    }

    private PaceProposal Batch(PaceFacts facts)
    {
        if (facts.Pool.Work is not { } work)
        {
            return Unknown(facts);
        }

        var seconds = work.PatientWaiting * _chiron.PromptSeconds + work.PatientOutputTokens / (_chiron.DecodeTokensPerSecond * Math.Max(1, facts.Current));
        var text = string.Create(CultureInfo.InvariantCulture, $"{work.PatientWaiting} requests wait, {seconds / 3600:0.0} h by estimate");
        return seconds > _window.TotalSeconds ? new PaceProposal(facts.Current + 1, "wait-long", $"{text}, more than {_window.TotalHours:0.#} h.")
            : work.PatientWaiting == 0 ? new PaceProposal(facts.Current - 1, "nothing-waits", "No patient request waits.")
            : new PaceProposal(facts.Current, "wait-within", $"{text}.");
    }

    private bool IsIdleMixed(PaceFacts facts) =>
        !facts.Spec.IsOwnOf(ServiceTier.InteractiveFast) && !facts.Spec.IsOwnOf(ServiceTier.InteractiveNormal)
        && !facts.Siblings.Any(s => s.Facts.KvUtilization?.Value > _chiron.MixedAbove && s.Spec.IsOwnOf(ServiceTier.InteractiveFast));

    private static PaceProposal Unknown(PaceFacts facts) =>
        new(facts.Current, "work-unknown", "Nobody tells what runs and waits at the pool, so it stays as it is.");
}
