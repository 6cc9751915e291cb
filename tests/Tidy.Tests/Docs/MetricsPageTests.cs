using System.Reflection;

namespace SageServe.Tidy.Tests;

/// <summary>The page of metrics against the names in the code, both ways; what live processes export is compared in their own tests.</summary>
public sealed class MetricsPageTests
{
    private static readonly MetricName[] Metrics = [.. typeof(MetricNames)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(f => f.FieldType == typeof(MetricName))
        .Select(f => (MetricName)f.GetValue(null)!)];

    [Fact]
    public void Every_metric_stands_once_on_the_page_and_nothing_else_does()
    {
        var rows = MetricsPage.Rows();
        Assert.Equal(Metrics.Select(m => m.Name).Order(StringComparer.Ordinal), rows.Select(r => r.Name).Order(StringComparer.Ordinal));
        Assert.All(rows, r => Assert.Contains(r.Section, new[] { MetricsPage.OfGateway, MetricsPage.OfScaler, MetricsPage.OfBoth }));
    }

    [Fact]
    public void Types_and_labels_are_those_of_the_code()
    {
        var metrics = Metrics.ToDictionary(m => m.Name);
        Assert.All(MetricsPage.Rows().Where(r => metrics.ContainsKey(r.Name)), row =>
        {
            Assert.Equal((row.Name, string.Join(", ", metrics[row.Name].Labels)), (row.Name, string.Join(", ", row.Labels)));
            var type = metrics[row.Name].Buckets.Length > 0 ? "histogram" : row.Name.EndsWith("_total", StringComparison.Ordinal) ? "counter" : "gauge";
            Assert.Equal((row.Name, type), (row.Name, row.Type));
        });
    }

    [Fact]
    public void Documents_name_metrics_that_exist() => Tidy.Clean(new MetricMentionRule(Repository.Root, Metrics));

    [Theory]
    [InlineData("see sageserve_no_such_total there", "sageserve_no_such_total")]
    [InlineData("rate(sageserve_requests_total_bucket[5m])", "sageserve_requests_total_bucket")]
    public void A_metric_that_does_not_exist_is_found_in_a_document(string text, string name)
    {
        using var folder = new TemporaryFolder();
        folder.Write("docs/page.md", text);
        Tidy.Broken(new MetricMentionRule(folder.Root, Metrics), "docs/page.md", name);
    }

    [Theory]
    [InlineData("sageserve_fleet_* and sageserve_pool_patient_{a,b}")]
    [InlineData("rate(sageserve_request_ttft_seconds_bucket{le=\"1\"}[5m])")]
    public void Families_and_parts_of_histograms_may_be_named(string text)
    {
        using var folder = new TemporaryFolder();
        folder.Write("docs/page.md", text);
        Tidy.Clean(new MetricMentionRule(folder.Root, Metrics));
    }
}
