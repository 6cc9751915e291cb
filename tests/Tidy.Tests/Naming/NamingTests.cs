using System.Reflection;

namespace SageServe.Tidy.Tests;

public sealed class NamingTests
{
    private static readonly IReadOnlyDictionary<string, MetricName> Metrics = typeof(MetricNames)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(f => f.FieldType == typeof(MetricName))
        .ToDictionary(f => f.Name, f => (MetricName)f.GetValue(null)!);

    [Fact]
    public void Metric_names_keep_the_conventions()
    {
        Assert.True(Metrics.Count > 20);
        Tidy.Clean(new MetricNamingRule(Metrics.Values));
    }

    [Fact]
    public void Metrics_are_used_as_their_names_say() => Tidy.Clean(new MetricUseRule(Repository.Root, Metrics));

    [Fact]
    public void Reason_codes_fit_into_the_bit_set() =>
        Tidy.Clean(new ReasonCodeRule(Enum.GetNames<ReasonCode>().Select(n => (n, (int)Enum.Parse<ReasonCode>(n)))));

    [Fact]
    public void Reason_names_are_unique() =>
        Assert.Equal(ReasonCodes.All.Count, ReasonCodes.All.Select(c => c.Name()).Distinct().Count());

    [Fact]
    public void Log_ids_are_unique_and_in_range() => Tidy.Clean(new EventIdRule(Repository.Root));

    [Theory]
    [InlineData("requests_total", "Help.", "", "sageserve_")]
    [InlineData("sageserve_Requests", "Help.", "", "lower-case")]
    [InlineData("sageserve_request_count", "Help.", "", "Prometheus' own")]
    [InlineData("sageserve_x", "no stop", "", "full stop")]
    [InlineData("sageserve_x", "Help.", "Bad-Label", "Bad-Label")]
    [InlineData("sageserve_x", "Help.", "a,a", "twice")]
    public void A_metric_name_against_the_conventions_is_found(string name, string help, string labels, string message) =>
        Tidy.Broken(new MetricNamingRule([new MetricName(name, help, [.. labels.Split(',', StringSplitOptions.RemoveEmptyEntries)])]), name, message);

    [Fact]
    public void Buckets_that_do_not_fit_are_found()
    {
        Tidy.Broken(new MetricNamingRule([new MetricName("sageserve_x_total", "Help.", []) { Buckets = [1] }]), "no buckets");
        Tidy.Broken(new MetricNamingRule([new MetricName("sageserve_x", "Help.", []) { Buckets = [2, 1] }]), "ascend");
        Tidy.Broken(new MetricNamingRule([new MetricName("sageserve_x", "Help.", []), new MetricName("sageserve_x", "Help.", [])]), "declared 2 times");
    }

    [Theory]
    [InlineData("Instruments.Gauge(MetricNames.Requests)", "_total is for counters")]
    [InlineData("Instruments.Counter(MetricNames.Held)", "ends with _total")]
    [InlineData("Instruments.Histogram(MetricNames.Held)", "needs buckets")]
    [InlineData("Instruments.Gauge(MetricNames.Ttft)", "only histograms")]
    [InlineData("Instruments.Gauge(MetricNames.NoSuch)", "does not exist")]
    public void A_metric_used_as_another_kind_is_found(string use, string message)
    {
        using var folder = new TemporaryFolder();
        folder.Write("src/Gateway/A.cs", $"class A {{ object B = {use}; }}");
        Tidy.Broken(new MetricUseRule(folder.Root, Metrics), "src/Gateway/A.cs:1", message);
    }

    [Fact]
    public void Reason_codes_that_collide_or_overflow_are_found()
    {
        Tidy.Broken(new ReasonCodeRule([("A", 1), ("B", 1)]), "A, B share 1");
        Tidy.Broken(new ReasonCodeRule([("A", 64)]), "A = 64");
    }

    [Theory]
    [InlineData("Gateway", "[LoggerMessage(999, LogLevel.Debug, \"m\")] void M();", "outside")]
    [InlineData("Scaler", "[LoggerMessage(EventId = 1000, Message = \"m\")] void M();", "outside")]
    [InlineData("Routing", "[LoggerMessage(1, LogLevel.Debug, \"m\")] void M();", "no range")]
    [InlineData("Gateway", "[LoggerMessage(LogLevel.Debug, \"m\")] void M();", "without an id")]
    [InlineData("Gateway", "[LoggerMessage(1000, LogLevel.Debug, \"m\")] void M(); [LoggerMessage(1000, LogLevel.Debug, \"n\")] void N();", "already")]
    public void A_log_id_out_of_range_or_used_twice_is_found(string project, string members, string message)
    {
        using var folder = new TemporaryFolder();
        folder.Write($"src/{project}/A.cs", $"class A {{ {members} }}");
        Tidy.Broken(new EventIdRule(folder.Root), $"src/{project}/A.cs:1", message);
    }
}
