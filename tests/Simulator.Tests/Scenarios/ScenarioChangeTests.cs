namespace SageServe.Simulator.Tests;

public sealed class ScenarioChangeTests
{
    private static readonly IScenarioSource Paper = ScenarioLibrary.Find("paper");

    [Fact]
    public void A_value_is_changed_by_its_dotted_path()
    {
        var changed = Paper.With("planning.target-use", "0.7").With("duration", "90m").With("load.interactive-bloom-176b.generate.rate", "0").Build(1);
        Assert.Equal(0.7, changed.Planning!.TargetUse);
        Assert.Equal(TimeSpan.FromMinutes(90), changed.Duration);
        Assert.DoesNotContain(changed.Arrivals.Take(20_000), a => a.Model.Value == "bloom-176b" && a.Tier != ServiceTier.NonInteractive);
        Assert.Equal(0.75, Paper.Build(1).Planning!.TargetUse);
    }

    [Theory]
    [InlineData("planning.target-us", "0.7", "did you mean 'target-use'?")]
    [InlineData("planning.target-use", "much", "'much' is not a number")]
    [InlineData("planning.target-use", "7", "TargetUse 7 must be")]
    [InlineData("planning.strategy", "magic", "'magic' is unknown")]
    [InlineData("duration", "5", "'5' is no duration")]
    [InlineData("durations", "5m", "did you mean 'duration'?")]
    [InlineData("duration.length", "5m", "'duration' is a value and has no 'length'")]
    [InlineData("load.9.name", "x", "is a list of 8")]
    [InlineData("load.0.mix.models", "{gpt-9: 1}", "no 'gpt-9'")]
    [InlineData("load.0.generate.shape", "square", "no shape 'square'")]
    [InlineData("load-scale", "0", "must be above 0")]
    [InlineData("load.0.mix.streaming-by-tier", "{ interactive-fast: 2 }", "must be within 0..1")]
    [InlineData("load.0.mix.streaming-by-tier", "{ gold: 1 }", "no 'gold'")]
    [InlineData("start", "yesterday", "is no date")]
    [InlineData("routing.hold-order", "magic", "'magic' is not known")]
    [InlineData("world.gateways-per-region", "500", "gateways-per-region")]
    [InlineData("intervals.scrape", "0s", "must be longer than zero")]
    [InlineData("title", "&a [*a]", "32 levels")]
    [InlineData("load.0.trace", "{ file: x }", "needs one of 'generate' and 'trace'")]
    [InlineData("load.0.generate.prompt", "{ p50: 10, p20: 90 }", "ascending")]
    [InlineData("load.0.generate.swings", "[{ over: 10s, dispersion: 0.5 }]", "'dispersion' within")]
    [InlineData("bursts", "[{ copies: -1 }]", "copies within 0..1000")]
    [InlineData("kills", "[{ at: 1m, pool: a@b/c }]", "there is no pool a@b/c")]
    [InlineData("kills", "[{ at: 1m, pool: a }]", "'a' is no pool")]
    [InlineData("pools", "[{ accelerator: tpu, max: 1, initial: 1 }]", "no profile of this model")]
    [InlineData("catalog.from", "moon", "'moon' is neither built in")]
    [InlineData("base", "paper-burst", "name that scenario itself")]
    public void What_can_t_be_changed_is_said(string path, string value, string expected)
    {
        var error = Assert.Throws<BadInputException>(() => Paper.With(path, value));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains(path.Split('.')[0], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Changes_made_together_need_to_fit_only_together()
    {
        KeyValuePair<string, string>[] changes = [new("world.telemetry.scrape-delay", "1s"), new("intervals.scrape", "2s")];
        Assert.Contains("scrape longer than", Assert.Throws<BadInputException>(() => Paper.With(changes[..1])).Message, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(2), Paper.With(changes).Build(1).ScrapeInterval);
    }

    [Fact]
    public void All_problems_come_at_once_with_their_lines()
    {
        var folder = Directory.CreateTempSubdirectory();
        var file = Path.Combine(folder.FullName, "bad.yaml");
        File.WriteAllText(file, "name: bad\ntitle: Bad\nduration: long\nload:\n  - name: a\n    generate: { rat: 1 }\nplaning: {}\n");
        var error = Assert.Throws<BadInputException>(() => ScenarioLibrary.Find(file));
        folder.Delete(recursive: true);
        Assert.Contains("bad.yaml, line 3: duration: 'long' is no duration", error.Message, StringComparison.Ordinal);
        Assert.Contains("line 6: load.0.generate.rat: there is no such setting; did you mean 'rate'?", error.Message, StringComparison.Ordinal);
        Assert.Contains("line 7: planing: there is no such setting; did you mean 'planning'?", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_scenario_is_refused_with_what_there_is() =>
        Assert.Contains("did you mean 'paper'?", Assert.Throws<BadInputException>(() => ScenarioLibrary.Find("papr")).Message, StringComparison.Ordinal);
}
