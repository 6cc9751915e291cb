using System.Collections.Immutable;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>What the scaler's last plan tells of room for patient work, in request time. A plan whose time is over counts as none.</summary>
internal sealed class HeadroomBook(SteadyClock clock)
{
    private volatile Told? _told;

    public void Take(PlanDocument plan, EnvelopeDocument envelope) => _told = new Told(envelope.ToReal(plan.ExpiresAt), plan.HeadroomIn(envelope));

    /// <summary>Null without a plan in force, or when it tells nothing of this deployment.</summary>
    public HeadroomForecast? Find(DeploymentId deployment) =>
        _told is { } told && clock.Now < told.ExpiresAt ? told.Forecasts.FirstOrDefault(f => f.Deployment == deployment) : null;

    private sealed record Told(Instant ExpiresAt, ImmutableArray<HeadroomForecast> Forecasts);
}
