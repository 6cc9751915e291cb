namespace SageServe.Routing;

/// <summary>What patient work may use of a deployment.</summary>
public static class PatientReplicas
{
    /// <summary>Ready replicas of pools that patient work may use, each by how fast it is against the first hardware that the model has a profile for.</summary>
    /// <param name="fleet">As seen last.</param>
    /// <param name="model">Whose replicas.</param>
    /// <param name="catalog">Pools and profiles.</param>
    public static double Of(FleetSnapshot fleet, ModelId model, ServingCatalog catalog)
    {
        var first = catalog.Document.Profiles.FirstOrDefault(p => p.Model == model);
        double sum = 0;
        foreach (var instance in fleet.Find(model)?.Instances ?? [])
        {
            if (instance.Phase == InstancePhase.Ready && catalog.FindPool(instance.Pool)?.MayServe(ServiceTier.NonInteractive) != false)
            {
                sum += first is not null && catalog.FindProfile(model, instance.Pool.Accelerator) is { } own ? first.WorkSeconds(4, 1) / own.WorkSeconds(4, 1) : 1;
            }
        }

        return sum;
    }
}
