namespace SageServe.Planning;

/// <summary>Replicas in full use that patient work at a deployment needs from now on so that it meets its deadlines.</summary>
internal static class PatientDue
{
    /// <summary>As told; where only the amount of work is known, it is due within half of the promised window. 0 where nothing is known: unknown work forces nothing.</summary>
    public static double Of(PaceFacts facts, ServingCatalog catalog)
    {
        if (facts.Pool.Work is not { } work || !TierSet.Of(facts.Spec).HasPatient)
        {
            return 0;
        }

        if (work.PatientReplicasDue is { } told)
        {
            return told;
        }

        var profile = catalog.Profile(facts.Spec.Id.Model, facts.Spec.Id.Accelerator);
        var window = catalog.Level(ServiceTier.NonInteractive).CompletionWindow ?? TimeSpan.FromDays(1);
        return profile.WorkSeconds(work.PatientPromptTokens, work.PatientOutputTokens) / (window.TotalSeconds / 2);
    }
}
