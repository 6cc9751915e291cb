using System.Globalization;

namespace SageServe.Planning;

/// <summary>
/// What patient work adds to demand: the paper's share beta of what came in the past hour, as room for what comes; and where its backlog is
/// told, no less than what its deadlines ask for over the planning window, in what interactive work leaves. Pools of its own are planned for
/// those deadlines alone, or for all that came where nobody tells them.
/// </summary>
/// <param name="catalog">What is served.</param>
/// <param name="options">As in force.</param>
/// <param name="history">What came.</param>
/// <param name="backlog">What waits; null where nothing is known of it.</param>
/// <param name="now">The tick.</param>
internal sealed class PatientDemand(ServingCatalog catalog, PlanningOptions options, DemandHistory history, BacklogMemory? backlog, Instant now)
{
    private readonly MixBook _mixes = new(history, options);

    /// <summary>Prompt tokens per second over the past hour.</summary>
    public double Rate(DemandSeries series)
    {
        var to = history.Number(history.End!.Value);
        return series.Mean(to - Math.Max(1, TimeSpan.FromHours(1).Ticks / history.Bin.Ticks), to).Mean.PromptTokens;
    }

    /// <param name="model">Whose.</param>
    /// <param name="scope">A region (null: all) and the tiers; nothing is added where the patient one is not among them.</param>
    /// <param name="rates">Of each patient series of the model.</param>
    public PatientLoad Of(ModelId model, (RegionId? Region, TierSet Tiers) scope, IReadOnlyDictionary<DemandSeriesId, double> rates)
    {
        if (!scope.Tiers.HasPatient)
        {
            return default;
        }

        var ownPools = LoadScopes.KeepsPatientPools(catalog, model, scope.Region);
        var (share, due, apart) = (0.0, 0.0, 0.0);
        var regions = catalog.Pools.Where(p => p.Id.Model == model).Select(p => p.Id.Region).Concat(rates.Keys.Select(s => s.Origin)).Distinct();
        foreach (var region in regions.Where(r => scope.Region is null || scope.Region == r).Order())
        {
            var came = rates.Where(r => r.Key.Origin == region).Sum(r => r.Value);
            var told = Due(new DeploymentId(model, region));
            var part = came * (!ownPools ? options.PatientShare : told is null ? 1 : 0);
            (share, due, apart) = (share + part, due + (told ?? 0), apart + (told is null ? part : 0));
        }

        return new PatientLoad(share, due, apart);
    }

    /// <summary>One step per series, and what is published of it.</summary>
    public SeriesForecast Publish(DemandSeriesId id, double rate, StepList steps)
    {
        if (Due(new DeploymentId(id.Model, id.Origin)) is { } due)
        {
            steps.Add("forecast", id.ToString(), rate, due, "patient-due", string.Create(
                CultureInfo.InvariantCulture, $"What waits needs {due:0} prompt tokens/s over the planning window to meet its deadlines; it fills what interactive work leaves; more is planned only where that and the share of the past hour are less."));
            return new SeriesForecast(id, "patient-due", due, null, []);
        }

        steps.Add("forecast", id.ToString(), rate, options.PatientShare * rate, "patient-share", $"{options.PatientShare:P0} of the patient work of the past hour is added to demand; pools for patient work alone are planned for all of it.");
        return new SeriesForecast(id, "patient-share", options.PatientShare * rate, null, []);
    }

    /// <summary>
    /// Prompt tokens per second, at the mix that pools are planned with, that keep a replica as busy as the deadlines ask for; null where the
    /// share counts. Work is told in seconds of the model's first hardware.
    /// </summary>
    private double? Due(DeploymentId deployment)
    {
        if (options.PatientBy != PlanBases.Deadline || backlog?.Of(deployment, now, options.StaleAfter) is not { } told)
        {
            return null;
        }

        var tiers = catalog.Pools.Where(p => p.Id.Deployment == deployment).Select(TierSet.Of).Where(t => t.HasPatient).FirstOrDefault(TierSet.All);
        var profile = catalog.Document.Profiles.First(p => p.Model == deployment.Model);
        return told.ReplicasWithin(options.PlanInterval) * ReplicaThroughput.Of(profile, _mixes.Planned(deployment, tiers), targetUse: 1).PromptTokensPerSecond;
    }
}
