using System.Text;
using System.Text.Json;
using SageServe.Hosting;
using SageServe.Routing;

namespace SageServe.Gateway.Tests;

/// <summary>What a lane's outlook has learnt stands in the blob store, on a real folder: a restart goes on from it.</summary>
public sealed class OutlookMemoryTests
{
    private const string Key = "queue/outlook/llama-3.1-70b.json";
    private static readonly ModelId Model = new("llama-3.1-70b");
    private static readonly ReleasePace Learnt = new(Math.Log(1.7), 0.01);

    [Fact]
    public async Task A_restart_goes_on_with_the_history_and_the_pace_that_were_learnt()
    {
        using var folder = new TemporaryFolder();
        await using var engine = await PlainEngine.StartAsync();
        var time = new ShiftableTime();
        LaneMemory taught;
        await using (var host = await BatchHost.StartAsync(folder.Root, engine.Url, time: time))
        {
            await Eventually.True(() => host.Get<PromiseDesk>().Find(Model)!.Save() is not null, "the lane is seen");
            Assert.Equal(0.7, Pace(host)!.Value, 6);
            var now = host.Get<SteadyClock>().Now;
            taught = new LaneMemory(now, Learnt, [.. Bins(now, 200)]);
            host.Get<PromiseDesk>().Find(Model)!.Recall(taught);

            // Written at most once a minute: a file may stand since the start.
            time.Shift(TimeSpan.FromSeconds(61));
            await Eventually.True(
                async () => await ReadAsync(host) is { } written && Math.Abs(written.PaceMean - Learnt.Mean) < 0.01 && written.Bins.Length >= 190, "what it knows is written");
        }

        await using var next = await BatchHost.StartAsync(folder.Root, engine.Url, time: time);
        await Eventually.True(() => Math.Abs(Pace(next)!.Value - 1.7) < 0.02 && next.Get<PromiseDesk>().Find(Model)!.Save() is not null, "the pace is known again");
        var known = next.Get<PromiseDesk>().Find(Model)!.Save()!;
        Assert.Subset(known.History.Select(b => b.Number).ToHashSet(), taught.History.Skip(20).Take(100).Select(b => b.Number).ToHashSet());
        Assert.Equal(HeadroomOrigin.History, next.Get<PromiseDesk>().Find(Model)!.Origin);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"version\":1,\"model\":\"other\",\"saved_at\":1,\"pace_mean\":0.5,\"pace_variance\":0.01,\"bins\":[]}")]
    [InlineData("{\"version\":1,\"model\":\"llama-3.1-70b\",\"saved_at\":1e15,\"pace_mean\":0.5,\"pace_variance\":0.01,\"bins\":[]}")]
    [InlineData("{\"version\":1,\"model\":\"llama-3.1-70b\",\"saved_at\":1,\"pace_mean\":50,\"pace_variance\":0.01,\"bins\":[]}")]
    [InlineData("{\"version\":1,\"model\":\"llama-3.1-70b\",\"saved_at\":1,\"pace_mean\":0.5,\"pace_variance\":0.01,\"bins\":null}")]
    [InlineData("{\"version\":1,\"model\":\"llama-3.1-70b\",\"saved_at\":1,\"pace_mean\":0.5,\"pace_variance\":0.01,\"bins\":[[1,2,3]]}")]
    [InlineData("{\"version\":1,\"model\":\"llama-3.1-70b\",\"saved_at\":1,\"pace_mean\":0.5,\"pace_variance\":0.01,\"bins\":[[1,-2,3,600]]}")]
    public void A_file_that_no_gateway_can_have_written_is_not_taken(string text) => Assert.True(IsRefused(text), text);

    [Fact]
    public void A_file_that_a_gateway_wrote_is_taken_as_it_was()
    {
        var now = Instant.FromUnixSeconds(1_700_006_400);
        var memory = new LaneMemory(now, Learnt, [.. Bins(now, 288)]);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(LaneMemoryDocument.Of(Model, memory), BatchJson.Default.LaneMemoryDocument);

        Assert.True(bytes.Length < 32 * 1024, $"{bytes.Length} bytes");
        var read = JsonSerializer.Deserialize(bytes, BatchJson.Default.LaneMemoryDocument)!.Read(Model, now);
        Assert.Equal((memory.At, memory.Pace), (read.At, read.Pace));
        Assert.Equal(memory.History, read.History);
        Assert.False(IsRefused(Encoding.UTF8.GetString(bytes)));
    }

    [Fact]
    public async Task A_bad_file_is_written_anew_and_one_of_a_newer_version_is_left_as_it_is()
    {
        using var folder = new TemporaryFolder();
        await using var engine = await PlainEngine.StartAsync();
        var time = new ShiftableTime();
        await using var host = await BatchHost.StartAsync(folder.Root, engine.Url, time: time);
        var (blobs, desk) = (host.Get<IBlobStore>(), host.Get<PromiseDesk>());
        await Eventually.True(() => desk.Find(Model)!.Save() is not null, "the lane is seen");
        foreach (var (version, isKept) in new[] { (1, false), (2, true) })
        {
            var text = $$"""{"version":{{version}},"model":"other","saved_at":1,"pace_mean":0,"pace_variance":0,"bins":[]}""";
            const string Other = "queue/outlook/llama-3.1-8b.json";
            await blobs.PutAsync(Other, Encoding.UTF8.GetBytes(text));
            var memory = new OutlookMemory(blobs, host.Get<SteadyClock>(), Microsoft.Extensions.Logging.Abstractions.NullLogger<OutlookMemory>.Instance);
            await memory.BeatAsync(new ModelId("llama-3.1-8b"), desk.Find(Model)!, writes: true, CancellationToken.None);
            var after = Encoding.UTF8.GetString((await blobs.ReadAsync(Other, 1 << 20))!);
            Assert.Equal(isKept, after == text);
        }
    }

    private static bool IsRefused(string text)
    {
        try
        {
            (JsonSerializer.Deserialize(text, BatchJson.Default.LaneMemoryDocument) ?? throw new InvalidDataException("empty")).Read(Model, Instant.FromUnixSeconds(1_700_006_400));
            return false;
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            return true;
        }
    }

    /// <summary>Ten minutes each, up to now.</summary>
    private static IEnumerable<HeadroomBin> Bins(Instant now, int count) =>
        Enumerable.Range(0, count).Select(i => new HeadroomBin(now.Ticks / HeadroomHistory.Bin.Ticks - count + 1 + i, new HeadroomLevel(4, 1 + i % 3), 600));

    private static double? Pace(BatchHost host) => host.Get<PromiseDesk>().Find(Model)?.Pace;

    private static async Task<LaneMemoryDocument?> ReadAsync(BatchHost host) =>
        await host.Get<IBlobStore>().ReadAsync(Key, 1 << 20) is { } bytes ? JsonSerializer.Deserialize(bytes, BatchJson.Default.LaneMemoryDocument) : null;
}
