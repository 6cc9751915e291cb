namespace SageServe.Simulator;

/// <summary>How a workload's rate moves over the week (<c>Data/hour-of-week.json</c>), linear between the middles of the hours.</summary>
public sealed class HourOfWeekShape : IRateShape
{
    private static readonly Lazy<HourOfWeekDocument> Document = new(() => EmbeddedData.Read<HourOfWeekDocument>("hour-of-week.json"));

    private readonly IReadOnlyList<double> _rate;

    public HourOfWeekShape(IReadOnlyList<double> rate) => _rate = rate;

    /// <summary>Workloads whose shape is published.</summary>
    public static IReadOnlyList<string> Names => [.. Document.Value.Series.Select(s => s.Workload)];

    public static HourOfWeekShape Published(string workload) =>
        new(Document.Value.Series.Single(s => s.Workload == workload).Rate);

    /// <summary>Rate at this envelope time over the week's mean.</summary>
    public double At(Instant envelope)
    {
        var time = envelope.ToDateTimeOffset();
        var day = ((int)time.DayOfWeek + 6) % 7;
        var hours = day * 24 + time.TimeOfDay.TotalHours - 0.5;
        var low = (int)Math.Floor(hours);
        var share = hours - low;
        return Hour(low) * (1 - share) + Hour(low + 1) * share;
    }

    private double Hour(int index) => _rate[(index % _rate.Count + _rate.Count) % _rate.Count];
}
