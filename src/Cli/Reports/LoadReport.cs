namespace SageServe.Cli;

/// <param name="Source">What the arrivals are.</param>
/// <param name="TraceSpeed">Factor on a trace's arrival rate; null for the synthetic day.</param>
/// <param name="RequestsPerSecond">Mean over the run, as scheduled.</param>
/// <param name="ClientLagSeconds">Scheduled moment to sending: what the client itself added.</param>
internal sealed record LoadReport(string Source, double? TraceSpeed, double RequestsPerSecond, Percentiles ClientLagSeconds);
