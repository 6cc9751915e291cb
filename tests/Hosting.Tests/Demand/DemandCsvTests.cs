namespace SageServe.Hosting.Tests;

public sealed class DemandCsvTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void Lines_become_bins_of_their_distance()
    {
        var bins = DemandCsv.Parse(
            [
                DemandCsv.Header,
                "2026-03-02T00:10:00Z,llama,eastus,interactive-fast,30,3,0.3",
                "2026-03-02T00:00:00Z,llama,eastus,interactive-fast,10,1,0.1",
                "2026-03-02T00:05:00Z,llama,eastus,interactive-fast,20,2,0.2",
                "2026-03-02T00:00:00Z,llama,westus,non-interactive,7,1,0.1",
                "",
            ],
            Minute);

        Assert.Equal([10, 20, 30, 7], bins.Select(b => b.PromptTokensPerSecond));
        Assert.Equal([5, 5, 5, 1], bins.Select(b => b.Length.TotalMinutes));
        Assert.Equal(new RegionId("westus"), bins[3].Series.Origin);
        Assert.Equal(ServiceTier.NonInteractive, bins[3].Series.Tier);
    }

    [Theory]
    [InlineData("2026-03-02T00:00:00Z,llama,eastus,interactive-fast,NaN,1,1")]
    [InlineData("2026-03-02T00:00:00Z,llama,eastus,fast,1,1,1")]
    [InlineData("yesterday,llama,eastus,interactive-fast,1,1,1")]
    [InlineData("2026-03-02T00:00:00Z,llama,eastus,interactive-fast,1,1")]
    [InlineData("2026-03-02T00:00:00Z,llama,eastus,interactive-fast,-1,1,1")]
    public void A_line_that_is_no_bin_is_named(string line)
    {
        var error = Assert.Throws<FormatException>(() => DemandCsv.Parse([DemandCsv.Header, line], Minute));

        Assert.Contains("Line 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_the_header_is_refused() =>
        Assert.Throws<FormatException>(() => DemandCsv.Parse(["a,b,c"], Minute));
}
