using Microsoft.AspNetCore.Http;

namespace SageServe.Scaler.Tests;

/// <summary>Receipts in one line.</summary>
internal static class Receipts
{
    public static readonly Instant At = Instant.From(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero));

    public static MoveReceipt Closed(string id, string verdict, double hour = 0) => new()
    {
        Id = id,
        At = At + TimeSpan.FromHours(hour),
        LastAt = At + TimeSpan.FromHours(hour),
        Pool = new PoolId(new DeploymentId(new ModelId("llama"), new RegionId("eastus")), new AcceleratorId("a100")),
        Kind = ScaleActionKind.Stop,
        Count = 1,
        Reason = "load-low",
        Detail = "Because.",
        Strategy = "reactive",
        Fate = MoveFate.CarriedOut,
        Before = 3,
        ServesAt = At,
        Until = At + TimeSpan.FromHours(hour + 1),
        Tiers = "interactive-fast",
        UsdPerHour = 4,
        Gpus = 1,
        Actual = new ReceiptActual
        {
            ClosedAt = At + TimeSpan.FromHours(hour + 1),
            ClosedBecause = "window-over",
            MinutesKnown = 60,
            MinutesMissing = 0,
            ShortMinutes = 0,
            LateMinutes = 0,
            ShortMost = 0,
            CoverableMinutes = 0,
            GpuHours = 1,
            UnusedGpuHours = 1,
            Usd = 4,
            UnusedUsd = 4,
        },
        Verdict = verdict,
        Sentence = "So it was.",
    };

    public static ReceiptBook Book(ReceiptFile file) => new(file, new ScalerMetrics(), new SteadyClock(new ManualTimeProvider()));

    public static IQueryCollection Query(string query)
    {
        var request = new DefaultHttpContext().Request;
        request.QueryString = new QueryString(query);
        return request.Query;
    }
}
