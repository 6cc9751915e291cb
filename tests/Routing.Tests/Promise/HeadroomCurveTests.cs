using System.Collections.Immutable;

namespace SageServe.Routing.Tests;

public sealed class HeadroomCurveTests
{
    private static readonly Instant Now = Instant.FromUnixSeconds(1_700_006_400);
    private static readonly TimeSpan Step = HeadroomHistory.Bin;
    private static readonly PromiseOptions Options = new();

    private static HeadroomForecast Plan(Instant start, params double[] medians) => new(
        new DeploymentId(new ModelId("m"), new RegionId("r")), Step, [.. medians.Select((m, i) => new ForecastPoint(start + Step * i, m, m / 2, m * 2))]);

    [Fact]
    public void The_plan_counts_as_far_as_it_goes_then_the_day_before_then_the_present()
    {
        var history = new HeadroomHistory();
        for (var at = Now - TimeSpan.FromHours(12); at <= Now; at += Step)
        {
            history.Add(at, Step, new HeadroomLevel(4, 3));
        }

        var curve = HeadroomCurve.Of(Now, new HeadroomLevel(4, 1), history, Plan(Now - Step, 1, 1.5, 2.5), Options);

        Assert.Equal([HeadroomOrigin.Plan, HeadroomOrigin.Plan, HeadroomOrigin.Present], curve.Steps.Take(3).Select(s => s.Origin));
        Assert.Equal([1.5, 2.5, 3], curve.Steps.Take(3).Select(s => s.Median));
        Assert.Equal((HeadroomOrigin.History, 1.0), (curve.Steps[^150].Origin, Math.Round(curve.Steps[^150].Median, 3)));
        Assert.Equal(1.25 / 1.6449, curve.Steps[1].Spread, 6);
        Assert.Equal(Now + HeadroomCurve.Horizon, curve.End);
        Assert.Equal(HeadroomOrigin.Plan, curve.Origin);
    }

    [Fact]
    public void A_fleet_that_stands_keeps_its_replicas_and_one_that_moves_repeats_what_it_had_left()
    {
        var (standing, moving) = (new HeadroomHistory(), new HeadroomHistory());
        for (var at = Now - TimeSpan.FromHours(24); at <= Now; at += Step)
        {
            standing.Add(at, Step, new HeadroomLevel(4, 1));
            moving.Add(at, Step, new HeadroomLevel(at < Now - TimeSpan.FromHours(12) ? 2 : 4, 1));
        }

        // One more was added just now: it stays with the first, and with the second for a while.
        var present = new HeadroomLevel(5, 1);
        Assert.Equal(4, HeadroomCurve.Of(Now, present, standing, null, Options).Steps[6].Median);
        var moved = HeadroomCurve.Of(Now, present, moving, null, Options).Steps;
        Assert.Equal(1 + 3 * Math.Exp(-65 / Options.ErrorLasts.TotalMinutes), moved[6].Median, 6);
        Assert.Equal(1, moved[66].Median, 1);
    }

    [Fact]
    public void Yesterday_counts_before_the_day_before_and_older_is_forgotten()
    {
        var history = new HeadroomHistory();
        history.Add(Now - TimeSpan.FromHours(48), Step, new HeadroomLevel(4, 3));
        Assert.Equal(new HeadroomLevel(4, 3), history.SameTimeOfDay(Now, Now - TimeSpan.FromHours(1)));
        history.Add(Now - TimeSpan.FromHours(24), Step, new HeadroomLevel(4, 2));
        Assert.Equal(new HeadroomLevel(4, 2), history.SameTimeOfDay(Now, Now - TimeSpan.FromHours(1)));
        Assert.Null(history.SameTimeOfDay(Now + TimeSpan.FromHours(72), Now + TimeSpan.FromHours(71)));
    }

    [Fact]
    public void Levels_within_a_bin_are_averaged_by_how_long_they_stood()
    {
        var history = new HeadroomHistory();
        history.Add(Now, TimeSpan.FromMinutes(1), new HeadroomLevel(4, 2));
        history.Add(Now + TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(3), new HeadroomLevel(8, 2));
        Assert.Equal(7, history.SameTimeOfDay(Now + TimeSpan.FromHours(24), Now + TimeSpan.FromHours(23))!.Value.Replicas, 9);
    }
}
