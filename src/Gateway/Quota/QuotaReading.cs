namespace SageServe.Gateway;

/// <summary>What the <c>x-ratelimit-*</c> headers tell.</summary>
internal readonly record struct QuotaReading(QuotaGauge Requests, QuotaGauge Tokens);
