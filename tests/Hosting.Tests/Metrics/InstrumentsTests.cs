namespace SageServe.Hosting.Tests;

public sealed class InstrumentsTests
{
    [Fact]
    public void The_same_name_gives_the_same_instrument()
    {
        Assert.Same(Instruments.Counter(MetricNames.Requests), Instruments.Counter(MetricNames.Requests));
        Assert.Same(Instruments.Gauge(MetricNames.Held), Instruments.Gauge(MetricNames.Held));
        Assert.Same(Instruments.Histogram(MetricNames.Ttft), Instruments.Histogram(MetricNames.Ttft));
    }

    [Fact]
    public void Labels_come_in_the_order_of_the_metric_name() =>
        Assert.Equal(MetricNames.Requests.Labels, Instruments.Counter(MetricNames.Requests).LabelNames);
}
