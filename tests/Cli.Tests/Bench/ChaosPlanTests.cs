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
    public void Every_kind_of_line_and_every_end_of_a_batch_comes() => Seeds.Check(20, (seed, _) =>
    {
        var batches = ChaosBatch.Make(new ChaosOptions { Seed = seed, Lines = 2000 }, ChaosFiles.Models);
        Assert.Equal((35, 4, 1), (Count(ChaosFate.Completed), Count(ChaosFate.Cancelled), Count(ChaosFate.Expired)));
        var kinds = batches.SelectMany(b => Enumerable.Range(1, b.Lines).Select(line => (b.Fate, Kind: b.KindOf(line)))).ToList();
        Assert.InRange(kinds.Count(k => k.Kind == ChaosLineKind.Poisoned), 5, 60);
        Assert.InRange(kinds.Count(k => k.Kind == ChaosLineKind.Refused), 20, 120);
        Assert.All(kinds.Where(k => k.Kind == ChaosLineKind.Endless), k => Assert.NotEqual(ChaosFate.Completed, k.Fate));

        int Count(ChaosFate fate) => batches.Count(b => b.Fate == fate);
    });

    [Theory]
    [InlineData("""{"custom_id":"b0-1","response":{"status_code":200},"error":null}""", true, "Answered")]
    [InlineData("""{"custom_id":"b0-1","response":{"status_code":400},"error":null}""", false, "Refused")]
    [InlineData("""{"custom_id":"b0-1","response":{"status_code":503},"error":null}""", false, "Exhausted")]
    [InlineData("""{"custom_id":"b0-1","response":null,"error":{"code":"upstream_failed"}}""", false, "Exhausted")]
    [InlineData("""{"custom_id":"b0-1","response":null,"error":{"code":"batch_expired"}}""", false, "Expired")]
    [InlineData("""{"custom_id":"b0-1","response":null,"error":{"code":"batch_cancelled"}}""", false, "Cancelled")]
    [InlineData("""{"custom_id":"b0-1","response":{"status_code":500},"error":null}""", true, "Odd")]
    [InlineData("""{"custom_id":"b0-1","response":null,"error":{"code":"result_lost"}}""", false, "Odd")]
    public void How_a_line_ended_is_read_off_its_result(string line, bool isOutput, string outcome) =>
        Assert.Equal(outcome, ChaosOutcomes.Of(JsonDocument.Parse(line).RootElement, isOutput).ToString());

    [Fact]
    public void What_is_wrong_with_result_files_is_found()
    {
        var batch = ChaosBatch.Make(new ChaosOptions { Lines = 4, Batches = 1, Tenants = 1, PoisonShare = 0, RefusedShare = 0 }, ChaosFiles.Models)[0];
        (batch.Id, batch.Status) = ("batch_1", "completed");
        var verdict = new ChaosVerdict();
        using var seen = JsonDocument.Parse("""{"request_counts":{"total":4,"completed":4,"failed":0}}""");
        verdict.Look(batch, seen.RootElement, Answer(1) + Answer(2) + Answer(2) + Answer(9), Cancelled(3));
        Assert.Equal((1, 2, 1, 1), (verdict.Lost, verdict.Duplicated, verdict.CountsWrong, verdict.EndsWrong));
        Assert.Equal((1, 1), (verdict.Of(ChaosOutcome.Answered), verdict.Of(ChaosOutcome.Cancelled)));

        static string Answer(int line) => $$$"""{"custom_id":"b0-{{{line}}}","response":{"status_code":200},"error":null}""" + "\n";
        static string Cancelled(int line) => $$$"""{"custom_id":"b0-{{{line}}}","response":null,"error":{"code":"batch_cancelled"}}""" + "\n";
    }

    [Fact]
    public void The_seed_decides_the_order_of_faults_and_all_of_them_come()
    {
        var orders = Enumerable.Range(1, 50).Select(seed => string.Join(' ', ChaosFaults.Order(new ChaosOptions { Seed = (ulong)seed }))).ToList();
        Assert.Equal(orders, Enumerable.Range(1, 50).Select(seed => string.Join(' ', ChaosFaults.Order(new ChaosOptions { Seed = (ulong)seed }))));
        Assert.True(orders.Distinct().Count() > 10);
        Assert.All(orders, o => Assert.Equal("Flush Kill Kill Kill Pause Restore", string.Join(' ', o.Split(' ').Order(StringComparer.Ordinal))));
    }

    [Theory]
    [InlineData("--store", "file")]
    [InlineData("--files", "redis")]
    [InlineData("--store", "sqlite", "--gateways", "2")]
    [InlineData("--lines", "5", "--batches", "6")]
    [InlineData("--tenants", "41")]
    public void What_cannot_be_is_refused(params string[] arguments)
    {
        var error = Record.Exception(() => ChaosCommand.Read(ChaosCommand.Create().Parse(arguments)));
        Assert.IsType<BadInputException>(error);
    }
}
