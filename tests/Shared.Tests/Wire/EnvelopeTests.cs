using System.Text.Json;

namespace SageServe.Shared.Tests;

public sealed class EnvelopeTests
{
    [Fact]
    public void Converting_there_and_back_gives_the_same_moment() => Seeds.Check(200, (_, random) =>
    {
        var real = Instant.From(new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero));
        var envelope = new EnvelopeDocument(real, new Instant(real.Ticks - (long)(random.NextDouble() * 1e15)), 1 + random.NextInt(2000));
        var moment = real + TimeSpan.FromTicks(random.NextInt(int.MaxValue) * 20L);
        Assert.InRange(Math.Abs((envelope.ToReal(envelope.ToEnvelope(moment)) - moment).Ticks), 0, 1);
        Assert.Equal(envelope, JsonSerializer.Deserialize(JsonSerializer.Serialize(envelope, SharedJson.Default.EnvelopeDocument), SharedJson.Default.EnvelopeDocument));
    });

    [Fact]
    public void The_identity_changes_nothing()
    {
        var moment = Instant.From(new DateTimeOffset(2026, 3, 2, 8, 0, 0, 1, TimeSpan.Zero));
        Assert.Equal(moment, EnvelopeDocument.Identity.ToEnvelope(moment));
        Assert.Equal(moment, EnvelopeDocument.Identity.ToReal(moment));
        Assert.Equal(TimeSpan.FromTicks(123), EnvelopeDocument.Identity.ToReal(TimeSpan.FromTicks(123)));
    }

    [Fact]
    public void A_fleet_file_survives_JSON_with_its_defaults()
    {
        var json = """{ "region": "eastus", "version": 3, /* by hand */ "replicas": [ { "id": "r1", "model": "m", "accelerator": "g", "url": "http://127.0.0.1:8000", "unknown": 1 }, ] }""";
        var fleet = JsonSerializer.Deserialize(json, SharedJson.Default.FleetDocument)!;
        var replica = Assert.Single(fleet.Replicas);
        Assert.Equal((false, CapacityType.OnDemand, PoolId.DefaultRevision), (replica.Draining, replica.CapacityType, replica.Revision));
        var again = JsonSerializer.Deserialize(JsonSerializer.Serialize(fleet, SharedJson.Default.FleetDocument), SharedJson.Default.FleetDocument)!;
        Assert.Equal(fleet.Replicas, again.Replicas);
    }

    [Fact]
    public void A_demand_series_sorts_and_shows_itself()
    {
        var a = new DemandSeriesId(new ModelId("a"), new RegionId("x"), ServiceTier.NonInteractive);
        var b = new DemandSeriesId(new ModelId("a"), new RegionId("y"), ServiceTier.InteractiveFast);
        Assert.True(a.CompareTo(b) < 0);
        Assert.True((a with { Tier = ServiceTier.InteractiveFast }).CompareTo(a) < 0);
        Assert.Equal("a/x/non-interactive", a.ToString());
    }
}
