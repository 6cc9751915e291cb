namespace SageServe.Cli;

/// <summary>The first seed over time: demand against capacity and replicas of each strategy side by side on one scale, then lines of all strategies.</summary>
internal static class TimelineCharts
{
    private const string All = "all models and regions";

    /// <summary>Beyond this many cells only the sums by model are drawn: the page stays small enough to open.</summary>
    private const int MostCells = 24;

    public static void Draw(HtmlPage page, ComparisonResult result)
    {
        var recorded = Enumerable.Range(0, result.Plan.Strategies.Length)
            .Select(i => (Name: result.Plan.Strategies[i], Number: i, Series: result.Series(i)))
            .Where(r => r.Series is not null)
            .Select(r => (r.Name, r.Number, Series: r.Series!))
            .ToList();
        if (recorded.Count == 0)
        {
            return;
        }

        page.Heading("Over time");
        page.Note($"Seed {result.Plan.Seeds[0]}; bins of {DurationText.Short(TimeSpan.FromSeconds(recorded[0].Series.BinSeconds))}. Demand is what arrived, capacity what the ready replicas can take at full use as the plan reckons it at the mix of requests so far; of one model in prompt tokens a second, of all models together in replicas, because their replicas differ in speed. Replicas are means of five looks a bin.");
        var scopes = Scopes(recorded[0].Series).ToList();
        page.Raw("<p class=\"screen\"><label>Show <select data-choose>" + string.Concat(scopes.Select(s => $"<option>{SvgText.Escape(s.Name)}</option>")) + "</select></label></p>\n");
        foreach (var (name, holds) in scopes)
        {
            page.Raw($"<section data-scope=\"{SvgText.Escape(name)}\"{(name == All ? "" : " hidden")}><h3>{SvgText.Escape(name)}</h3>\n");
            page.Charts(Scope([.. recorded.Select(r => (r.Name, r.Number, new ScopeSeries(r.Series, holds)))]));
            page.Raw("</section>\n");
        }

        page.Raw("<h3>Attainment and TTFT over time</h3>\n").Charts(Tiers(recorded));
    }

    private static IEnumerable<(string Name, Func<CellSeries, bool> Holds)> Scopes(SeriesReport series)
    {
        yield return (All, _ => true);
        foreach (var model in series.Cells.Select(c => c.Model).Distinct())
        {
            yield return ($"{model}, all regions", c => c.Model == model);
        }

        foreach (var cell in series.Cells.Length > MostCells ? [] : series.Cells)
        {
            yield return ($"{cell.Model} in {cell.Region}", c => c.Model == cell.Model && c.Region == cell.Region);
        }
    }

    private static IEnumerable<(string Svg, string Caption)> Scope(List<(string Name, int Number, ScopeSeries Series)> all)
    {
        var most = all.Max(s => Demanded(s.Series).Capacity.Concat(Demanded(s.Series).Interactive.Zip(Demanded(s.Series).Patient, (a, b) => a + b)).DefaultIfEmpty(1).Max());
        var replicas = all.Max(s => s.Series.Ready.Zip(s.Series.Starting, (a, b) => a + b).Zip(s.Series.Draining, (a, b) => a + b).DefaultIfEmpty(1).Max());
        foreach (var (name, _, series) in all)
        {
            yield return (Demand(name, series, most), "");
            yield return (Replicas(name, series, replicas), "");
        }

        yield return (Lines("KV utilisation", new ChartAxis("KV tokens in use over those that fit", AxisKind.Share), all, s => s.Kv), "");
        yield return (Lines("Held at the gateways", new ChartAxis("interactive requests"), all, s => s.Held), "");
        yield return (Lines("Deferred queue", new ChartAxis("patient requests that wait for their release"), all, s => s.Deferred), "");
    }

    private static (double[] Interactive, double[] Patient, double[] Capacity) Demanded(ScopeSeries series) => series.OneModel
        ? (series.Interactive, series.Patient, series.Capacity)
        : (series.NeededInteractive, series.NeededPatient, series.Ready);

    private static string Demand(string strategy, ScopeSeries series, double most)
    {
        var (interactive, patient, capacity) = Demanded(series);
        return new XyChart
        {
            Title = $"Demand against capacity: {strategy}",
            X = Clock,
            Y = new ChartAxis(series.OneModel ? "prompt tokens/s" : "replicas at full use") { Max = most * 1.04 },
            Series =
            [
                .. ChartSeries.Stack(series.Hours, ("interactive demand", interactive, 0), ("patient demand", patient, 1)),
                ChartSeries.Step(series.OneModel ? "capacity" : "ready", series.Over(capacity), 7),
            ],
        }.ToSvg();
    }

    private static string Replicas(string strategy, ScopeSeries series, double most)
    {
        List<(string, IReadOnlyList<double>, int)> layers = [("ready", series.Ready, 0), ("starting", series.Starting, 1), ("draining", series.Draining, 2)];
        if (series.Donated.Any(d => d > 0))
        {
            layers.Add(("donated", series.Donated, 3));
        }

        return new XyChart
        {
            Title = $"Replicas: {strategy}",
            X = Clock,
            Y = new ChartAxis("replicas") { Max = most * 1.04 },
            Series = ChartSeries.Stack(series.Hours, [.. layers]),
        }.ToSvg();
    }

    private static ChartAxis Clock { get; } = new("envelope time, UTC", AxisKind.Clock);

    private static string Lines(string title, ChartAxis axis, List<(string Name, int Number, ScopeSeries Series)> all, Func<ScopeSeries, double[]> values) => new XyChart
    {
        Title = title,
        X = Clock,
        Y = axis,
        Series = [.. all.Select(s => ChartSeries.Step(s.Name, s.Series.Over(values(s.Series)), s.Number))],
    }.ToSvg();

    private static IEnumerable<(string Svg, string Caption)> Tiers(List<(string Name, int Number, SeriesReport Series)> all)
    {
        for (var tier = 0; tier < all[0].Series.Tiers.Length; tier++)
        {
            var name = all[0].Series.Tiers[tier].Tier;
            if (all[0].Series.Tiers[tier].Requests.Sum() == 0)
            {
                continue;
            }

            yield return (Tier(all, tier, $"SLO attainment by arrival, {name}", new ChartAxis("share of requests", AxisKind.Share) { Max = 1 }, t => t.SloAttainment), "");
            if (all.Any(s => s.Series.Tiers[tier].TtftP95Seconds.Any(v => v is not null)))
            {
                yield return (Tier(all, tier, $"TTFT p95 by arrival, {name}", new ChartAxis("seconds (logarithmic)", AxisKind.Seconds) { Log = true }, t => t.TtftP95Seconds), "");
            }
        }
    }

    private static string Tier(List<(string Name, int Number, SeriesReport Series)> all, int tier, string title, ChartAxis axis, Func<TierSeries, IReadOnlyList<double?>> values) => new XyChart
    {
        Title = title,
        X = Clock,
        Y = axis,
        FromZero = false,
        Series =
        [
            .. all.Select(s => ChartSeries.Step(
                s.Name,
                values(s.Series.Tiers[tier]).Select((v, i) => ((s.Series.Start.ToUnixSeconds() + i * s.Series.BinSeconds) / 3600, v ?? double.NaN)),
                s.Number)),
        ],
    }.ToSvg();
}
