using System.Text;
using System.Text.Json;

namespace SageServe.Cli.Tests;

public sealed class ChaosPlanTests
{
    [Fact]
    public void Batches_have_all_lines_together_and_their_lines_are_requests() => Seeds.Check(50, (seed, random) =>
    {
        var count = 1 + random.NextInt(60);
        var options = new ChaosOptions { Seed = seed, Batches = count, Lines = count + random.NextInt(2000), Tenants = 1 + random.NextInt(count) };
        var batches = ChaosBatch.Make(options, ChaosFiles.Models);
        Assert.Equal(options.Lines, batches.Sum(b => b.Lines));
        Assert.Equal(options.Tenants, batches.Select(b => b.Tenant).Distinct().Count());
        Assert.All(batches, b => Assert.True(b.Lines > 0));
        var batch = batches[random.NextInt(count)];
        var lines = Encoding.UTF8.GetString(batch.Input()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Enumerable.Range(1, batch.Lines).Select(batch.CustomId), lines.Select(l => JsonDocument.Parse(l).RootElement.GetProperty("custom_id").GetString()));
    });

    [Fact]
    public void The_seed_decides_the_order_of_faults_and_all_of_them_come()
    {
        var orders = Enumerable.Range(1, 50).Select(seed => string.Join(' ', RedisFaults.Order((ulong)seed))).ToList();
        Assert.Equal(orders, Enumerable.Range(1, 50).Select(seed => string.Join(' ', RedisFaults.Order((ulong)seed))));
        Assert.True(orders.Distinct().Count() > 10);
        Assert.All(orders, o => Assert.Equal("Flush Kill Kill Kill Pause Restore", string.Join(' ', o.Split(' ').Order(StringComparer.Ordinal))));
    }

    [Theory]
    [InlineData("--store", "file")]
    [InlineData("--store", "sqlite", "--gateways", "2")]
    [InlineData("--lines", "5", "--batches", "6")]
    [InlineData("--tenants", "41")]
    public void What_cannot_be_is_refused(params string[] arguments)
    {
        var error = Record.Exception(() => ChaosCommand.Read(ChaosCommand.Create().Parse(arguments)));
        Assert.IsType<BadInputException>(error);
    }
}
