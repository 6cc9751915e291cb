using System.Collections.Immutable;
using System.Text.Json;

namespace SageServe.Cli.Tests;

public sealed class SavingsBenchTests
{
    [Fact]
    public async Task The_quick_run_searches_freezes_equalises_and_goes_on_where_it_stopped()
    {
        using var folder = new TemporaryFolder();
        var (json, html, keep) = (folder["s.json"], folder["s.html"], folder["s.runs"]);
        string[] arguments = ["bench", "savings", "--quick", "--jobs", "1", "--json", json, "--html", html, "--keep", keep];
        await CliProgram.Succeeds(arguments);
        var first = await File.ReadAllTextAsync(json, TestContext.Current.CancellationToken);
        using var report = JsonDocument.Parse(first);
        Assert.Equal(["reactive-tuned", "lead-quantile"], report.RootElement.GetProperty("found").EnumerateArray().Select(f => f.GetProperty("strategy").GetString()));
        var outcomes = report.RootElement.GetProperty("cases")[0].GetProperty("outcomes").EnumerateArray().ToList();
        Assert.Equal(SavingsStrategy.All.Select(s => s.Name), outcomes.Select(o => o.GetProperty("strategy").GetString()));
        Assert.All(outcomes, o => Assert.True(o.GetProperty("figures").GetProperty("gpu_hours").GetDouble() > 0));
        Assert.All(outcomes.Where(o => o.GetProperty("holds").GetBoolean()), o => Assert.True(o.GetProperty("figures").GetProperty("attainment").GetDouble() >= 0.99));
        Assert.Contains("At equal attainment".ToLowerInvariant(), (await File.ReadAllTextAsync(html, TestContext.Current.CancellationToken)).ToLowerInvariant(), StringComparison.Ordinal);

        // The last line is cut, as by a kill: that run is made again, the others are not, and the figures are the same.
        var lines = await File.ReadAllLinesAsync(keep, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(keep, string.Join("\n", lines[..^1]) + "\n" + lines[^1][..20] + "\n", TestContext.Current.CancellationToken);
        var again = await CliProgram.Succeeds(arguments);
        Assert.Equal(1, again.Errors.Split('\n').Count(l => l.StartsWith("run ", StringComparison.Ordinal)));
        Assert.Equal(first, await File.ReadAllTextAsync(json, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("--seeds 0: give 1 to 100", "--seeds", "0")]
    [InlineData("--sizes '5,x': give whole numbers", "--sizes", "5,x")]
    [InlineData("--only 'taxi' is not known", "--only", "taxi")]
    [InlineData("--hours 99: give 1 to 48", "--hours", "99")]
    [InlineData("No series for the search is there", "--data", "nowhere")]
    public Task Wrong_input_is_refused(string sentence, params string[] arguments) => CliProgram.Refuses(sentence, ["bench", "savings", .. arguments]);

    [Fact]
    public void The_knob_is_turned_to_the_most_sparing_step_that_holds()
    {
        for (var border = -SavingsStrategy.MostSteps; border < SavingsStrategy.MostSteps; border++)
        {
            var asked = 0;
            Assert.Equal(border, SavingsEqualiser.Walk(at => ++asked > 0 && at <= border));
            Assert.True(asked <= 10, $"{asked} runs to find {border}");
            asked = 0;
            Assert.Equal(border, SavingsEqualiser.Walk(at => ++asked > 0 && at <= border, from: Math.Clamp(border + 1, -40, 40), stride: 1));
            Assert.True(asked <= (Math.Abs(border) < 40 ? 3 : 10), $"{asked} runs to find {border} from nearby");
        }

        Assert.Equal(-SavingsStrategy.MostSteps, SavingsEqualiser.Walk(_ => false));
    }

    [Fact]
    public void Other_seeds_turn_the_knob_either_way()
    {
        const int most = SavingsStrategy.MostSteps;
        foreach (var from in (int[])[-most, -7, 0, 7, most - 1])
        {
            foreach (var border in (int[])[-most, -9, -1, 0, 3, most - 1])
            {
                Assert.Equal(border, SavingsEqualiser.Settle(at => at <= border, from));
            }

            Assert.Equal(-most, SavingsEqualiser.Settle(_ => false, from));
        }
    }

    [Fact]
    public void A_knob_keeps_within_its_bounds_and_is_the_settings_own_at_zero()
    {
        var settings = ImmutableSortedDictionary<string, string>.Empty.Add("tuned.target-load", "0.8").Add("tuned.tolerance", "0.05");
        Assert.Same(settings, SavingsStrategy.Tuned.Turned(settings, 0));
        Assert.Equal("0.824", SavingsStrategy.Tuned.Turned(settings, 1)!["tuned.target-load"]);
        Assert.Null(SavingsStrategy.Tuned.Turned(settings, 8));
        double[] parts = [.. Enumerable.Range(0, 4).Select(p => double.Parse(SavingsStrategy.Tuned.Turned(settings, -2, p)!["tuned.target-load"], System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal(SavingsStrategy.Tuned.Turned(settings, -1)!["tuned.target-load"], SavingsStrategy.Tuned.Turned(settings, -2, 3)!["tuned.target-load"]);
        Assert.Equal(parts.Order(), parts);
        Assert.Equal(4, parts.Distinct().Count());
        foreach (var strategy in SavingsStrategy.All)
        {
            var careful = strategy.Turned(strategy.Frozen, -SavingsStrategy.MostSteps)!;
            ScenarioLibrary.Find("savings").With([new("planning.strategy", strategy.Name), .. careful.Select(s => KeyValuePair.Create("planning." + s.Key, s.Value))]);
        }
    }

    [Fact]
    public void Every_setting_can_be_set_to_both_ends_of_its_range()
    {
        foreach (var strategy in (SavingsStrategy[])[SavingsStrategy.Tuned, SavingsStrategy.Ours])
        {
            foreach (var share in (double[])[0, 0.37, 1])
            {
                var changes = strategy.Settings.Select(s => KeyValuePair.Create("planning." + s.Path, s.Text(s.Value(share)))).Append(new("planning.strategy", strategy.Name));
                ScenarioLibrary.Find("savings").With(changes);
            }
        }
    }

    [Fact]
    public void Goals_are_told_one_by_one()
    {
        var good = Result(ours: 100, tuned: 120, perfect: 90, reactive: 200);
        Assert.Empty(good.Missed);
        Assert.Equal(2.0 / 3, good.GapClosed!.Value, 9);
        Assert.Null(Result(100, 104, 100, 200).GapClosed);
        Assert.Equal(["no more than the tuned reactive"], Result(100, 99, 98, 200).Missed);
        Assert.Equal(["25 % less than Reactive", "half of the gap to perfect-mean"], Result(100, 120, 70, 110).Missed);
    }

    private static SavingsResult Result(double ours, double tuned, double perfect, double reactive)
    {
        var hours = new Dictionary<string, double> { ["reactive"] = reactive, ["reactive-tuned"] = tuned, ["lt-ua"] = 150, ["lead-quantile"] = ours, ["perfect-mean"] = perfect, ["clairvoyant"] = 80 };
        return new SavingsResult("a case", "a series", 5, 600, [.. hours.Select(h => Outcome(h.Key, h.Value))]);
    }

    private static SavingsOutcome Outcome(string strategy, double hours)
    {
        var figures = new SavingsFigures(hours, 10, 20, ImmutableSortedDictionary<string, SavingsTier>.Empty.Add("interactive-fast", new SavingsTier(1000, 0.99)));
        return new SavingsOutcome(strategy, figures, 0, ImmutableSortedDictionary<string, string>.Empty, figures, [hours]);
    }
}
