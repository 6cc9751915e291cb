using System.Collections.Immutable;

namespace SageServe.Simulator.Tests;

public sealed class RecordedArrivalsTests
{
    private static readonly Instant Start = Instant.From(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero));
    private static readonly DemandSeriesId Series = new(new ModelId("m"), new RegionId("r"), ServiceTier.InteractiveFast);

    [Fact]
    public void Each_bin_has_the_requests_and_tokens_that_were_counted() => Seeds.Check(50, (seed, random) =>
    {
        var bins = Bins(random, TimeSpan.FromMinutes(1 + random.NextInt(5)));
        var arrivals = Draw(bins, seed);
        foreach (var bin in bins)
        {
            var own = arrivals.Where(a => a.At >= bin.Start && a.At < bin.Start + bin.Length).ToList();
            Assert.Equal(bin.RequestsPerSecond * bin.Length.TotalSeconds, own.Count, 1e-6);

            // Single sizes are whole numbers: half a token a request at most.
            Assert.Equal(bin.PromptTokensPerSecond * bin.Length.TotalSeconds, own.Sum(a => (double)a.PromptTokens), own.Count + 0.001);
            Assert.Equal(bin.OutputTokensPerSecond * bin.Length.TotalSeconds, own.Sum(a => (double)a.OutputTokens), own.Count + 0.001);
        }

        Assert.Equal(arrivals.Select(a => a.At).Order(), arrivals.Select(a => a.At));
    });

    [Fact]
    public void A_seed_draws_the_same_again_and_another_something_else()
    {
        var bins = Bins(new RandomStream(1), TimeSpan.FromMinutes(1));
        Assert.Equal(Draw(bins, 3), Draw(bins, 3));
        Assert.NotEqual(Draw(bins, 3), Draw(bins, 4));
    }

    [Fact]
    public void Parts_of_a_request_are_carried_into_the_next_bin()
    {
        var bins = Enumerable.Range(0, 1000).Select(i => Bin(i, TimeSpan.FromMinutes(1), 0.3)).ToImmutableArray();
        Assert.InRange(Draw(bins, 1).Count, 299, 301);
    }

    [Fact]
    public void A_share_keeps_each_request_by_its_own_draw() => Seeds.Check(20, (seed, _) =>
    {
        var bins = Enumerable.Range(0, 100).Select(i => Bin(i, TimeSpan.FromMinutes(1), 100)).ToImmutableArray();

        // Four standard deviations of a binomial count.
        Assert.InRange(Draw(bins, seed, 0.25).Count, 2500 - 173, 2500 + 173);
    });

    [Fact]
    public void Within_a_long_bin_load_leans_to_its_neighbours()
    {
        ImmutableArray<DemandBin> rising = [.. new[] { 1000.0, 2000, 3000 }.Select((n, i) => Bin(i, TimeSpan.FromHours(1), n))];
        var middle = Draw(rising, 1).Where(a => a.At >= Start + TimeSpan.FromHours(1) && a.At < Start + TimeSpan.FromHours(2)).ToList();
        Assert.Equal(2000, middle.Count);

        // Density from 3/4 to 5/4: 9/16 of them come in the second half; five standard deviations.
        Assert.InRange(middle.Count(a => a.At >= Start + TimeSpan.FromHours(1.5)), 1125 - 111, 1125 + 111);
    }

    [Fact]
    public void No_request_is_longer_than_the_model_takes()
    {
        var arrivals = new RecordedArrivals([Bin(0, TimeSpan.FromMinutes(1), 500)], SizeTable.Published("chat"), 300, 1).Draw(new RandomStream(1)).ToList();
        Assert.Equal(500, arrivals.Count);
        Assert.All(arrivals, a => Assert.True(a.PromptTokens >= 1 && a.OutputTokens >= 1 && a.PromptTokens + a.OutputTokens <= 300));
        Assert.Contains(arrivals, a => a.PromptTokens + a.OutputTokens == 300);
    }

    [Fact]
    public void A_rate_in_a_wrong_unit_is_refused()
    {
        var error = Assert.Throws<BadInputException>(() => Draw([Bin(0, TimeSpan.FromMinutes(1), 6e6)], 1));
        Assert.Contains("more than 5000000 requests in the 1m from 2026-03-02 00:00", error.Message, StringComparison.Ordinal);
    }

    private static List<SimulatedArrival> Draw(ImmutableArray<DemandBin> bins, ulong seed, double share = 1) =>
        [.. new RecordedArrivals(bins, SizeTable.Published("chat"), 1_000_000, share).Draw(new RandomStream(seed))];

    private static ImmutableArray<DemandBin> Bins(RandomStream random, TimeSpan length) =>
        [.. Enumerable.Range(0, 20).Select(i => Bin(i, length, random.NextInt(40)))];

    private static DemandBin Bin(int index, TimeSpan length, double requests)
    {
        var rate = requests / length.TotalSeconds;
        return new DemandBin(Series, Start + length * index, length, rate * 700, rate * 90, rate);
    }
}
