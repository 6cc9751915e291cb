namespace SageServe.Shared;

/// <summary>Offered load of one series in one bin of the envelope clock. Rates are per second of request time.</summary>
public sealed record DemandBin(
    DemandSeriesId Series,
    Instant Start,
    TimeSpan Length,
    double PromptTokensPerSecond,
    double OutputTokensPerSecond,
    double RequestsPerSecond);
