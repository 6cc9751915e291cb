namespace SageServe.Cli.Tests;

public sealed class DemandTableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Columns_may_stand_in_any_order_and_further_ones_are_passed_over()
    {
        var record = Read("tier,host,output_tokens_per_s,prompt_tokens_per_s,requests_per_s,region,model,timestamp",
            "interactive-fast,a,30,200,2,east,m,2026-03-02T00:05:00Z", "interactive-fast,a,15,100,1,east,m,2026-03-02T00:00:00Z", "non-interactive,a,1,1,1,east,m,1772409600");
        Assert.Equal([1, 2, 1], record.Bins.Select(b => b.RequestsPerSecond));
        Assert.Equal([5, 5, 1], record.Bins.Select(b => b.Length.TotalMinutes));
        Assert.Equal(record.Bins[0].Start, record.Bins[2].Start);
    }

    [Fact]
    public void A_history_file_of_the_scaler_is_one_too()
    {
        var record = Read("bin_start,model,origin_region,tier,prompt_tokens_per_second,output_tokens_per_second,requests_per_second",
            "2026-03-02T00:00:00Z,m,east,interactive-fast,100,15,1", "2026-03-02T00:10:00Z,m,east,interactive-fast,0.04,0,0");
        Assert.Equal([100, 0], record.Bins.Select(b => b.PromptTokensPerSecond));
        Assert.Equal("1 rows have tokens and a request rate of 0; they count as empty.", Assert.Single(record.Notes));
    }

    [Theory]
    [InlineData("yesterday,m,east,interactive-fast,1,1,1", "line 2: 'yesterday,m,east,interactive-fast,1,1,1' is not a row with a time on a whole minute")]
    [InlineData("2026-03-02T00:00:30Z,m,east,interactive-fast,1,1,1", "line 2")]
    [InlineData("2026-03-02T00:00:00Z,m,east,gold,1,1,1", "one of the tiers interactive-fast")]
    [InlineData("2026-03-02T00:00:00Z,,east,interactive-fast,1,1,1", "a row with a model")]
    [InlineData("2026-03-02T00:00:00Z,m,east,interactive-fast,NaN,1,1", "a number of 0 or more in 'requests_per_s' ('NaN')")]
    [InlineData("2026-03-02T00:00:00Z,m,east,interactive-fast,1,1", "in 'output_tokens_per_s' ('')")]
    [InlineData("2026-03-02T00:00:00Z,m,east,interactive-fast,1,0,1", "requests have prompt tokens")]
    [InlineData("2026-03-02T00:00:00Z,m,east,interactive-fast,1,1,1\n2026-03-02T00:00:00Z,m,east,interactive-fast,1,1,1", "line 3: 2026-03-02 00:00 of m, east, interactive-fast stands there twice, first in line 2")]
    [InlineData("2026-03-02T00:00:00Z,m,east,interactive-fast,1,1,1\n2026-03-02T00:05:00Z,m,east,interactive-fast,1,1,1\n2026-03-02T00:12:00Z,m,east,interactive-fast,1,1,1", "line 4: 2026-03-02 00:12 of m, east, interactive-fast is off the series' step of 5m")]
    public void A_row_that_is_wrong_is_named_with_its_line(string rows, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<BadInputException>(() => Read(DemandTable.Header, rows)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_header_without_a_column_is_told_which_one()
    {
        var error = Assert.Throws<BadInputException>(() => Read("timestamp,model,region,requests_per_s,prompt_tokens_per_s,output_tokens_per_s", ""));
        Assert.Contains("a header with the column 'tier'", error.Message, StringComparison.Ordinal);
        Assert.Contains("no rows", Assert.Throws<BadInputException>(() => Read(DemandTable.Header)).Message, StringComparison.Ordinal);
    }

    private DemandRecord Read(params string[] lines) => DemandTable.Read(_folder.Write("demand.csv", string.Join('\n', lines) + "\n"));
}
