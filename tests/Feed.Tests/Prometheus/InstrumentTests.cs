using Prometheus;

namespace SageServe.Feed.Tests;

public sealed class InstrumentTests
{
    private readonly MetricFactory _metrics = Metrics.WithCustomRegistry(Metrics.NewCustomRegistry());

    [Fact]
    public void Recording_on_a_resolved_child_allocates_nothing()
    {
        var counter = _metrics.CreateCounter("c_total", "h", "l").WithLabels("x");
        var gauge = _metrics.CreateGauge("g", "h", "l").WithLabels("x");
        var histogram = _metrics.CreateHistogram("h", "h", "l").WithLabels("x");
        Assert.Equal(0, Allocated(() =>
        {
            counter.Inc();
            gauge.Set(3);
            gauge.Dec();
            histogram.Observe(0.3);
        }));
    }

    [Fact]
    public void Finding_a_known_child_by_span_allocates_nothing()
    {
        var counter = _metrics.CreateCounter("c_total", "h", "a", "b");
        string[] values = ["x", "y"];
        counter.WithLabels(values);
        Assert.Equal(0, Allocated(() => counter.WithLabels(values.AsSpan()).Inc()));
    }

    [Fact]
    public async Task No_increment_is_lost_between_threads()
    {
        var counter = _metrics.CreateCounter("c_total", "h");
        var gauge = _metrics.CreateGauge("g", "h");
        var histogram = _metrics.CreateHistogram("h", "h", new HistogramConfiguration { Buckets = [1, 2] });
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                counter.Inc();
                gauge.Inc(0.5);
                histogram.Observe(i % 3);
            }
        })));
        Assert.Equal(160_000, counter.Value);
        Assert.Equal(80_000, gauge.Value);
        Assert.Equal(160_000, histogram.Count);
        Assert.Equal(8 * Enumerable.Range(0, 20_000).Sum(i => i % 3), histogram.Sum);
    }

    [Fact]
    public void A_counter_refuses_to_go_back()
    {
        var counter = _metrics.CreateCounter("c_total", "h");
        Assert.Throws<ArgumentOutOfRangeException>(() => counter.Inc(-1));
        counter.IncTo(5);
        counter.IncTo(3);
        Assert.Equal(5, counter.Value);
    }

    [Fact]
    public void A_gauge_goes_both_ways()
    {
        var gauge = _metrics.CreateGauge("g", "h");
        gauge.Set(2);
        gauge.Inc();
        gauge.Dec(4);
        Assert.Equal(-1, gauge.Value);
        gauge.IncTo(7);
        gauge.DecTo(6);
        Assert.Equal(6, gauge.Value);
        gauge.Set(double.NaN);
        gauge.Inc();
        Assert.True(double.IsNaN(gauge.Value));
    }

    [Fact]
    public void A_value_on_a_bound_belongs_to_that_bucket_and_NaN_to_none()
    {
        var histogram = _metrics.CreateHistogram("h", "h");
        histogram.Observe(double.NaN);
        Assert.Equal(0, histogram.Count);
        histogram.Observe(0.5, 3);
        Assert.Equal(3, histogram.Count);
        Assert.Equal(1.5, histogram.Sum);
    }

    [Fact]
    public void The_same_name_gives_the_same_metric_and_another_type_is_refused()
    {
        var counter = _metrics.CreateCounter("x_total", "h", "l");
        Assert.Same(counter, _metrics.CreateCounter("x_total", "h", ["l"]));
        Assert.Throws<InvalidOperationException>(() => _metrics.CreateGauge("x_total", "h", "l"));
    }

    [Theory]
    [InlineData("1x")]
    [InlineData("with-dash")]
    [InlineData("")]
    public void Bad_names_are_refused(string name)
    {
        Assert.Throws<ArgumentException>(() => _metrics.CreateCounter(name, "h"));
        Assert.Throws<ArgumentException>(() => _metrics.CreateCounter("ok_total", "h", name));
    }

    [Fact]
    public void Bad_labels_and_buckets_are_refused()
    {
        Assert.Throws<ArgumentException>(() => _metrics.CreateCounter("a_total", "h", "__reserved"));
        Assert.Throws<InvalidOperationException>(() => _metrics.CreateCounter("b_total", "h", "l", "l"));
        Assert.Throws<ArgumentException>(() => _metrics.CreateHistogram("c", "h", "le"));
        Assert.Throws<ArgumentException>(() => _metrics.CreateHistogram("d", "h", new HistogramConfiguration { Buckets = [1, 1] }));
        Assert.Throws<ArgumentException>(() => _metrics.CreateCounter("e_total", "h", "l").WithLabels("one", "two"));
    }

    [Fact]
    public void Bucket_series_are_what_they_say()
    {
        Assert.Equal([1, 2, 4, 8], Histogram.ExponentialBuckets(1, 2, 4));
        Assert.Equal([1, 3, 5], Histogram.LinearBuckets(1, 2, 3));
        Assert.Throws<ArgumentException>(() => Histogram.ExponentialBuckets(0, 2, 4));
    }

    private static long Allocated(Action record)
    {
        for (var i = 0; i < 100; i++)
        {
            record();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            record();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
