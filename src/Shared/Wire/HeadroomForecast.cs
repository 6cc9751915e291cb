using System.Collections.Immutable;

namespace SageServe.Shared;

/// <summary>What the replicas of one deployment are expected to have left for patient work, step by step.</summary>
/// <param name="Deployment">The model and region.</param>
/// <param name="Step">Length of a step.</param>
/// <param name="Points">
/// The coming steps, ascending: replica seconds a second (the work that one replica gets through in full use is 1), median and band
/// (5 % and 95 %). Capacity as planned minus the interactive forecast.
/// </param>
public sealed record HeadroomForecast(DeploymentId Deployment, TimeSpan Step, ImmutableArray<ForecastPoint> Points);
