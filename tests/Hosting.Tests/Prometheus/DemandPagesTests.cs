using System.Collections.Immutable;

namespace SageServe.Hosting.Tests;

public sealed class DemandPagesTests
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(30);
    private static readonly Instant Start = Instant.From(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero));
    private static readonly DemandSeriesId Series = new(new ModelId("llama"), new RegionId("eastus"), ServiceTier.InteractiveFast);

    private readonly DemandPages _pages = new(Step);
    private readonly List<(Instant From, Instant To)> _read = [];
    private Func<int, bool> _fails = _ => false;

    [Fact]
    public async Task Pages_follow_each_other_and_are_as_long_as_the_server_allows()
    {
        var bins = await ReadAsync(Start, Start + Step * 25_000);

        Assert.Equal([(0, 9_999), (10_000, 19_999), (20_000, 25_000)], _read.Select(Steps));
        Assert.Equal(3, bins!.Value.Length);
    }

    [Fact]
    public async Task What_was_read_stays_while_a_later_page_fails_and_that_one_is_tried_again_at_half_its_length()
    {
        _fails = n => n is 1 or 2;
        await Assert.ThrowsAsync<HttpRequestException>(() => ReadAsync(Start, Start + Step * 25_000));
        await Assert.ThrowsAsync<HttpRequestException>(() => ReadAsync(Start + Step, Start + Step * 25_001));
        var bins = await ReadAsync(Start + Step * 2, Start + Step * 25_002);

        Assert.Equal([(0, 9_999), (10_000, 19_999), (10_000, 14_999), (10_000, 12_499), (12_500, 17_499), (17_500, 25_002)], _read.Select(Steps));
        Assert.Equal([10_000, 12_500, 17_500], bins!.Value.Select(b => (int)((b.Start - Start) / Step)));
    }

    [Fact]
    public async Task A_page_that_always_fails_is_asked_for_ever_smaller_down_to_a_limit()
    {
        _fails = _ => true;
        for (var i = 0; i < 20; i++)
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => ReadAsync(Start, Start + Step * 25_000));
        }

        Assert.Equal((0, 99), Steps(_read[^1]));
    }

    [Fact]
    public async Task What_was_read_to_its_end_is_asked_for_again()
    {
        await ReadAsync(Start, Start + Step * 10);
        await ReadAsync(Start + Step * 5, Start + Step * 12);
        await ReadAsync(Start, Start + Step * 12);

        Assert.Equal([(0, 10), (5, 12), (0, 12)], _read.Select(Steps));
    }

    [Fact]
    public async Task Without_a_bin_in_any_page_demand_is_unknown() =>
        Assert.Null(await _pages.ReadAsync(Start, Start, Start + Step * 25_000, (_, _, _) => Task.FromResult(false)));

    private static (int, int) Steps((Instant From, Instant To) page) => ((int)((page.From - Start) / Step), (int)((page.To - Start) / Step));

    /// <summary>Each page tells one bin, at its beginning.</summary>
    private Task<ImmutableArray<DemandBin>?> ReadAsync(Instant since, Instant end) =>
        _pages.ReadAsync(since, since, end, (ledger, from, to) =>
        {
            _read.Add((from, to));
            if (_fails(_read.Count - 1))
            {
                throw new HttpRequestException("too much");
            }

            ledger.Add("gateway", new DemandBin(Series, from, Step, 1, 1, 1));
            return Task.FromResult(true);
        });
}
