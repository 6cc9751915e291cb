using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using SageServe.Hosting;
using SageServe.Routing;

namespace SageServe.Gateway.Tests;

public sealed class ReleaseLogTests : IAsyncLifetime
{
    private static readonly Instant Noon = Instant.From(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
    private readonly TemporaryFolder _folder = new();
    private DecisionLog _log = null!;
    private ReleaseLog _releases = null!;

    public ValueTask InitializeAsync()
    {
        _log = new DecisionLog(new DecisionLogOptions { File = _folder["log.jsonl"], Lossless = true }, NullLogger<DecisionLog>.Instance);
        _releases = new ReleaseLog(_log, new DeferredLane(new ModelId("m"), new RegionId("east")));
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_record_has_what_went_and_the_facts_that_decided()
    {
        Take(0, ReasonCode.DeadlinePromotion, new ReleaseGrant("a", 3, true, ReasonCode.DeadlinePromotion), new ReleaseGrant("b", 2, false, ReasonCode.ValleyFilled));
        var record = Assert.Single(await RecordsAsync());
        Assert.Equal(("release", "m", 1, 1), (record.Room, record.Key, record.Segment, record.Sequence));
        Assert.Equal(
            """{"kind":"Release","now":"2026-11-22T12:00:00.0000000Z","lane":"m:east","rule":"valley","groups":2,"waiting":30,"leased":4,"workSeconds":45,"earliestDeadline":"2026-11-22T13:00:00.0000000Z","kvUtilization":0.25,"pressure":0.5,"readyReplicas":2,"readyElsewhere":false,"room":64,"open":7,"slots":20,"idleReplicas":1,"deeperFrom":"2026-11-22T13:00:00.0000000Z","interactiveSamples":9,"ttftOverTarget":0.75}""",
            record.Input.GetRawText());
        Assert.Equal(
            """{"reason":"deadline-promotion","decisions":1,"count":5,"urgent":3,"grants":[{"group":"a","count":3,"urgent":true,"reason":"deadline-promotion"},{"group":"b","count":2,"urgent":false,"reason":"valley-filled"}]}""",
            record.Effects.GetRawText());
    }

    [Fact]
    public async Task Nothing_that_goes_is_told_once_for_each_reason()
    {
        Take(0, ReasonCode.NoReadyReplica);
        Take(1, ReasonCode.NoReadyReplica);
        Take(2, ReasonCode.NoRoom);
        Take(2.1, ReasonCode.NoReadyReplica);
        Take(2.2, ReasonCode.NoRoom);
        Take(3, ReasonCode.NoRoom);
        Take(4, ReasonCode.NoReadyReplica);
        Assert.Equal(["no-ready-replica", "no-room", "no-ready-replica"], (await RecordsAsync()).Select(Reason));
    }

    [Fact]
    public async Task What_goes_between_two_records_is_summed_and_none_is_missing()
    {
        for (var i = 0; i < 100; i++)
        {
            Take(0.02 * i, ReasonCode.ValleyFilled, new ReleaseGrant($"g{i % 40}", 1, i % 10 == 0, ReasonCode.ValleyFilled));
        }

        _releases.Flush(Noon + TimeSpan.FromSeconds(2));
        var records = await RecordsAsync();
        Assert.InRange(records.Count, 2, 9);
        Assert.Equal((100, 10, 100), (Sum(records, "count"), Sum(records, "urgent"), Sum(records, "decisions")));
        Assert.Equal(Enumerable.Range(1, records.Count).Select(n => (long)n), records.Select(r => r.Sequence));
    }

    [Fact]
    public async Task Of_many_groups_the_first_are_named_and_all_are_counted()
    {
        Take(0, ReasonCode.NoRoom);
        Take(0.1, ReasonCode.ValleyFilled, [.. Enumerable.Range(0, 60).Select(i => new ReleaseGrant($"g{i}", 1, false, ReasonCode.ValleyFilled))]);
        _releases.FlushDue(Noon + TimeSpan.FromSeconds(0.2));
        _releases.FlushDue(Noon + TimeSpan.FromSeconds(0.3));
        var last = (await RecordsAsync())[^1];
        Assert.Equal((60, ReleaseRecord.MostGrants), (last.Effects.GetProperty("count").GetInt32(), last.Effects.GetProperty("grants").GetArrayLength()));
    }

    private void Take(double seconds, ReasonCode reason, params ReleaseGrant[] grants)
    {
        var now = Noon + TimeSpan.FromSeconds(seconds);
        var facts = new ReleaseFacts
        {
            Now = now,
            Groups =
            [
                new PatientGroup("a", default, Noon + TimeSpan.FromHours(1), Noon, 10, 4, 15, false),
                new PatientGroup("b", default, Noon + TimeSpan.FromHours(2), Noon, 20, 0, 30, false),
                new PatientGroup("c", default, Noon, null, 0, 0, 0, false),
            ],
            KvUtilization = new Utilization(0.25),
            Pressure = new Pressure(0.5),
            ReadyReplicas = 2,
            Open = 7,
            Slots = 20,
            Headroom = new ReleaseHeadroom(Noon, TimeSpan.FromHours(1), [1, 2]),
            Interactive = new InteractiveSignal(9, 0.75),
        };
        _releases.Take(facts, "valley", reason, grants);
    }

    private async Task<List<DecisionRecord>> RecordsAsync()
    {
        await _log.DisposeAsync();
        return [.. (await File.ReadAllLinesAsync(_folder["log.jsonl"])).Select(line => JsonSerializer.Deserialize(line, SharedJson.Default.DecisionRecord)!)];
    }

    private static string? Reason(DecisionRecord record) => record.Effects.GetProperty("reason").GetString();

    private static long Sum(List<DecisionRecord> records, string name) => records.Sum(r => r.Effects.GetProperty(name).GetInt64());
}
