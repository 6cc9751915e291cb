using System.Globalization;
using System.Text;

namespace SageServe.Gateway.Tests;

/// <summary>Logs in a bucket whose writer rolls small objects into larger ones, at whatever moment it or a reader is interrupted.</summary>
public sealed class S3LogTests : IClassFixture<S3Fixture>, IDisposable
{
    private static int _tests;
    private readonly S3BlobStore _store;

    public S3LogTests(S3Fixture s3) => _store = new S3BlobStore(s3.Server.OptionsFor($"logs/{Interlocked.Increment(ref _tests)}"), TimeProvider.System);

    public void Dispose() => _store.Dispose();

    [Fact]
    public void A_log_is_the_same_from_every_position_however_far_it_was_rolled_up() => Seeds.Check(6, (seed, random) => CheckAsync(seed, random).GetAwaiter().GetResult());

    [Fact]
    public async Task What_is_rolled_up_while_it_is_read_is_read_whole()
    {
        var log = new S3Log(_store, "j/live", TimeProvider.System, rollGroups: 1000);
        for (var n = 0; n < 60; n++)
        {
            await log.AppendAsync([Line(n)]);
        }

        var seen = new List<string>();
        await foreach (var line in _store.ReadLogAsync("j/live"))
        {
            seen.Add(Encoding.UTF8.GetString(line.Bytes.Span));
            if (seen.Count == 5)
            {
                await log.DisposeAsync();
                Assert.Equal(["00000059-00000000"], await _store.ListNamesAsync("j/live/").ToListAsync());
            }
        }

        Assert.Equal(Enumerable.Range(0, 60).Select(n => Text(n)), seen);
    }

    [Fact]
    public async Task Many_groups_take_few_objects_and_few_requests()
    {
        const int groups = 600;
        var before = _store.Requests;
        await using (var log = await _store.OpenLogAsync("j/many"))
        {
            for (var n = 0; n < groups; n++)
            {
                await log.AppendAsync([Line(n)]);
            }
        }

        // Three of the probe, and two for each roll.
        Assert.InRange(_store.Requests - before, groups, groups + 9);
        Assert.Equal(3, await _store.ListNamesAsync("j/many/").CountAsync());
        before = _store.Requests;
        Assert.Equal(groups, await _store.ReadLogAsync("j/many").CountAsync());
        Assert.Equal(4, _store.Requests - before);
    }

    [Fact]
    public async Task An_object_that_somebody_took_away_costs_its_own_lines_only()
    {
        var log = new S3Log(_store, "j/hole", TimeProvider.System, rollGroups: 1000);
        for (var n = 0; n < 9; n++)
        {
            await log.AppendAsync([Line(n)]);
        }

        await _store.DeleteAsync(S3LogPart.NameOf("j/hole", 4));
        Assert.Equal([0, 1, 2, 3, 5, 6, 7, 8], (await ReadAsync("j/hole", 0)).Select(l => int.Parse(l.Text, CultureInfo.InvariantCulture)));
    }

    private async Task CheckAsync(ulong seed, RandomStream random)
    {
        var key = $"j/{seed}";
        var (expected, next, kept) = (new List<(string Text, long Next)>(), 0L, new List<(string Key, byte[] Bytes)>());
        var log = new S3Log(_store, key, TimeProvider.System, rollGroups: 2 + random.NextInt(5));
        for (int group = 0, groups = 1 + random.NextInt(20), line = 0; group < groups; group++)
        {
            var lines = Enumerable.Range(0, 1 + random.NextInt(3)).Select(_ => random.NextInt(5) == 0 ? [] : Line(line++)).ToList();
            await log.AppendAsync([.. lines.Select(l => (ReadOnlyMemory<byte>)l)]);
            kept.Add((S3LogPart.NameOf(key, group), [.. lines.SelectMany(l => l.Append((byte)'\n'))]));

            // Positions as a reader finds them that is never far behind.
            var news = await ReadAsync(key, next);
            Assert.Equal(lines.Select(l => Encoding.UTF8.GetString(l)), news.Select(l => l.Text));
            expected.AddRange(news);
            next = news[^1].Next;
        }

        if (random.NextInt(2) == 0)
        {
            await log.DisposeAsync();
        }

        // Killed before all that was rolled up had been taken away.
        foreach (var (name, bytes) in kept.Where(_ => random.NextInt(3) == 0))
        {
            await _store.PutAsync(name, bytes);
        }

        Assert.Equal(expected, await ReadAsync(key, 0));
        for (var n = 0; n < expected.Count; n++)
        {
            Assert.Equal(expected.Skip(n + 1), await ReadAsync(key, expected[n].Next));
        }
    }

    private async Task<List<(string Text, long Next)>> ReadAsync(string key, long from)
    {
        var lines = new List<(string, long)>();
        await foreach (var line in _store.ReadLogAsync(key, from))
        {
            lines.Add((Encoding.UTF8.GetString(line.Bytes.Span), line.Next));
        }

        return lines;
    }

    private static byte[] Line(int number) => Encoding.ASCII.GetBytes(Text(number));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
