namespace SageServe.Shared;

/// <summary>What is expected of the planning window that begins this long after the newest demand; prompt tokens a second.</summary>
/// <param name="Lead">What a replica takes to serve.</param>
/// <param name="Length">Length of the window.</param>
/// <param name="Mean">Its mean.</param>
/// <param name="Peak">Its largest demand bin (a minute, by default).</param>
public sealed record WindowOutlook(TimeSpan Lead, TimeSpan Length, LoadQuantiles Mean, LoadQuantiles Peak);
