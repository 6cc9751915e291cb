namespace SageServe.Cli;

/// <summary>A kind of traffic: who asks what of which model, and how it swings.</summary>
/// <param name="Name">Names its random stream.</param>
/// <param name="Workload">Row of the token table.</param>
/// <param name="Shape">Series of the hour-of-week table.</param>
/// <param name="Model">Name in requests.</param>
/// <param name="Tier">Tier asked for.</param>
/// <param name="StreamShare">Share of requests that stream.</param>
/// <param name="Share">Share of all requests.</param>
/// <param name="Steadiness">Gamma shape of the rate's own swings; small is bursty (code), large is near Poisson (chat).</param>
internal sealed record TrafficClass(
    string Name,
    string Workload,
    string Shape,
    string Model,
    ServiceTier Tier,
    double StreamShare,
    double Share,
    double Steadiness);
