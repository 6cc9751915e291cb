using System.Globalization;
using System.Text;
using Prometheus;

namespace SageServe.Feed.Tests;

public sealed class ExpositionTests
{
    private readonly CollectorRegistry _registry = Metrics.NewCustomRegistry();
    private readonly MetricFactory _metrics;

    public ExpositionTests() => _metrics = Metrics.WithCustomRegistry(_registry);

    [Fact]
    public async Task A_counter_is_declared_and_sampled()
    {
        var counter = _metrics.CreateCounter("requests_total", "Requests.", "model", "tier");
        counter.WithLabels("a", "fast").Inc();
        counter.WithLabels("a", "fast").Inc(2.5);
        Assert.Equal(
            "# HELP requests_total Requests.\n# TYPE requests_total counter\nrequests_total{model=\"a\",tier=\"fast\"} 3.5\n",
            await Export());
    }

    [Fact]
    public async Task A_histogram_has_cumulated_buckets_a_sum_and_a_count()
    {
        var histogram = _metrics.CreateHistogram("wait_seconds", "Wait.", new HistogramConfiguration { LabelNames = ["m"], Buckets = [0.5, 1] });
        foreach (var value in (double[])[0.5, 0.75, 1, 7])
        {
            histogram.WithLabels("x").Observe(value);
        }

        // The order of samples within a metric is free.
        var lines = (await Export()).TrimEnd('\n').Split('\n');
        Assert.Equal(["# HELP wait_seconds Wait.", "# TYPE wait_seconds histogram"], lines[..2]);
        Assert.Equal(
            [
                "wait_seconds_bucket{m=\"x\",le=\"+Inf\"} 4", "wait_seconds_bucket{m=\"x\",le=\"0.5\"} 1", "wait_seconds_bucket{m=\"x\",le=\"1\"} 3",
                "wait_seconds_count{m=\"x\"} 4", "wait_seconds_sum{m=\"x\"} 9.25",
            ],
            lines[2..].Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Backslashes_quotes_and_line_ends_of_label_values_are_escaped()
    {
        // Those of a help text are not by the package, so ours have none.
        _metrics.CreateGauge("g", "one \"line\"", "l").WithLabels("a\\b\"c\nd ü").Set(1);
        Assert.Equal(
            "# HELP g one \"line\"\n# TYPE g gauge\ng{l=\"a\\\\b\\\"c\\nd ü\"} 1\n",
            await Export());
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "\\+Inf|Infinity")]
    [InlineData(double.NegativeInfinity, "-Inf|-Infinity")]
    [InlineData(0.1, "0\\.1")]
    [InlineData(1e300, "1[Ee]\\+300")]
    public async Task Special_values_are_written_as_Prometheus_reads_them(double value, string text)
    {
        _metrics.CreateGauge("g", "h").Set(value);
        Assert.Matches($"g ({text})\n$", await Export());
    }

    [Fact]
    public async Task Numbers_do_not_depend_on_the_culture()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = new NumberFormatInfo { NumberDecimalSeparator = "," } };
        try
        {
            _metrics.CreateGauge("g", "h").Set(1.5);
            Assert.EndsWith("g 1.5\n", await Export());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public async Task A_metric_without_labels_is_exported_as_zero_before_its_first_change()
    {
        _metrics.CreateCounter("c_total", "h");
        Assert.EndsWith("c_total 0\n", await Export());
    }

    [Fact]
    public async Task A_suppressed_initial_value_appears_with_the_first_change()
    {
        var gauge = _metrics.CreateGauge("g", "h", new GaugeConfiguration { SuppressInitialValue = true });
        Assert.EndsWith("gauge\n", await Export());
        gauge.Set(0);
        Assert.EndsWith("g 0\n", await Export());
    }

    [Fact]
    public async Task A_removed_or_unpublished_child_is_not_exported()
    {
        var gauge = _metrics.CreateGauge("g", "h", "l");
        gauge.WithLabels("gone").Set(1);
        gauge.WithLabels("hidden").Set(2);
        gauge.WithLabels("kept").Set(3);
        gauge.RemoveLabelled("gone");
        gauge.WithLabels("hidden").Unpublish();
        Assert.EndsWith("gauge\ng{l=\"kept\"} 3\n", await Export());
    }

    [Fact]
    public async Task Callbacks_run_before_each_export()
    {
        var gauge = _metrics.CreateGauge("g", "h");
        _registry.AddBeforeCollectCallback(() => gauge.Inc());
        _registry.AddBeforeCollectCallback(async cancel =>
        {
            await Task.Yield();
            cancel.ThrowIfCancellationRequested();
            gauge.Inc(10);
        });
        Assert.EndsWith("g 11\n", await Export());
        Assert.EndsWith("g 22\n", await Export());
    }

    [Fact]
    public async Task Many_children_are_exported_whole()
    {
        var gauge = _metrics.CreateGauge("g", "h", "l");
        foreach (var i in Enumerable.Range(0, 5000).Reverse())
        {
            gauge.WithLabels(i.ToString("0000", CultureInfo.InvariantCulture)).Set(i);
        }

        var lines = (await Export()).TrimEnd('\n').Split('\n')[2..];
        Assert.Equal(Enumerable.Range(0, 5000).Select(i => $"g{{l=\"{i:0000}\"}} {i}"), lines.Order(StringComparer.Ordinal));
    }

    private async Task<string> Export()
    {
        using var stream = new MemoryStream();
        await _registry.CollectAndExportAsTextAsync(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
