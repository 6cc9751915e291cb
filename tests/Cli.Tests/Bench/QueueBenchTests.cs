using System.Text.Json;

namespace SageServe.Cli.Tests;

public sealed class QueueBenchTests
{
    private static QueueBenchReport Report() => new(
        [
            new QueueBenchStore { Name = "redis", Levels = [new(1000, 1, 9000.04, 600), new(1_000_000, 2, 8100, 50.04)] },
            new QueueBenchStore { Name = "sqlite", Levels = [new(1000, 1, 4000, 60)] },
        ],
        Seconds: 5,
        Processors: 2,
        LoadAverage: "1.00");

    [Fact]
    public void The_rate_of_a_store_is_that_of_its_worst_backlog()
    {
        using var json = JsonDocument.Parse(Report().ToJson());
        var root = json.RootElement;
        Assert.Equal(8100, root.GetProperty("items_per_second").GetProperty("redis").GetDouble());
        Assert.Equal(8100, root.GetProperty("redis").GetProperty("items_per_second").GetDouble());
        Assert.Equal(50, root.GetProperty("redis").GetProperty("bytes_per_item").GetDouble());
        Assert.Equal(9000, root.GetProperty("redis").GetProperty("by_backlog").GetProperty("1000").GetProperty("items_per_second").GetDouble());
        Assert.Equal(0.9, root.GetProperty("redis").GetProperty("largest_over_least_backlog").GetDouble());
        Assert.Equal(4000, root.GetProperty("items_per_second").GetProperty("sqlite").GetDouble());
    }

    [Fact]
    public void The_table_has_a_row_for_each_store_and_backlog()
    {
        var rows = Report().Text().Split('\n');
        Assert.Single(rows, r => r.StartsWith("redis      1000000", StringComparison.Ordinal));
        Assert.Single(rows, r => r.StartsWith("sqlite: at least 4000", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--stores", "redis,mysql", "must be redis, sqlite")]
    [InlineData("--backlogs", "1000,1000", "growing numbers")]
    [InlineData("--backlogs", "0", "growing numbers")]
    [InlineData("--seconds", "0", "greater than 0")]
    [InlineData("--stores=sqlite", "--redis=127.0.0.1:1", "leaves redis out")]
    public Task Bad_flags_are_refused(string flag, string value, string sentence) => CliProgram.Refuses(sentence, "bench", "queue", flag, value);
}
