namespace SageServe.Routing;

/// <param name="Name">As clients write it: <c>24h</c>.</param>
/// <param name="Window">How long that is.</param>
/// <param name="Factor">What it costs, relative to the others.</param>
public sealed record WindowPrice(string Name, TimeSpan Window, double Factor);
