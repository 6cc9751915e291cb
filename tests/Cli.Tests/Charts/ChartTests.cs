using System.Xml.Linq;

namespace SageServe.Cli.Tests;

public sealed class ChartTests
{
    private static readonly ChartAxis Plain = new("x");

    [Fact]
    public void A_line_breaks_where_it_has_no_value()
    {
        var path = SeriesPath.Line([new(0, 0), new(1, 10), new(2, double.NaN), new(3, 5)], new(0, 4, false, 0, 40), new(0, 10, false, 100, 0), stepped: false);
        Assert.Equal("M0 100L10 0M30 50", path);
    }

    [Fact]
    public void Steps_hold_their_value_until_the_next()
    {
        var path = SeriesPath.Line([new(0, 0), new(1, 0), new(2, 10), new(4, 10)], new(0, 4, false, 0, 40), new(0, 10, false, 100, 0), stepped: true);
        Assert.Equal("M0 100H20V0H40", path);
    }

    [Fact]
    public void A_stepped_band_goes_along_its_top_and_back_along_its_foot()
    {
        var path = SeriesPath.Band([new(0, 4, 2), new(2, 8, 6), new(4, 8, 6)], new(0, 4, false, 0, 40), new(0, 10, false, 100, 0), stepped: true);
        Assert.Equal("M0 60H20V20H40L40 40V40H20V80H0Z", path);
    }

    [Fact]
    public void Layers_of_a_stack_stand_on_each_other()
    {
        var stack = ChartSeries.Stack([0, 1], ("a", [1, 2], 0), ("b", [10, 20], 1));
        Assert.Equal([new ChartPoint(0, 11, 1), new ChartPoint(1, 22, 2)], stack[1].Points);
    }

    [Fact]
    public void A_distribution_ends_at_one_and_has_a_bounded_number_of_corners()
    {
        var few = ChartSeries.Cdf("few", [3, 1, 2, 4], 0);
        Assert.Equal([new ChartPoint(1, 0.25), new(2, 0.5), new(3, 0.75), new(4, 1)], few.Points);
        var many = ChartSeries.Cdf("many", [.. Enumerable.Range(1, 100_000).Select(i => (double)i)], 0);
        Assert.Equal(400, many.Points.Length);
        Assert.Equal(new ChartPoint(100_000, 1), many.Points[^1]);
        Assert.Empty(ChartSeries.Cdf("none", [], 0).Points);
    }

    [Fact]
    public void Names_at_ends_keep_apart_and_inside() => Seeds.Check(200, (_, random) =>
    {
        var wanted = Enumerable.Range(0, 1 + random.NextInt(12)).Select(_ => 40 + random.NextDouble() * 180).Order().ToArray();
        var places = EndNames.Places(wanted, 40, 220);
        Assert.All(places, p => Assert.InRange(p, 40, 220.0001));
        Assert.All(places.Zip(places.Skip(1)), p => Assert.True(p.Second - p.First > 12.99));
    });

    [Fact]
    public void Every_chart_is_well_formed_says_what_it_shows_and_escapes_names()
    {
        foreach (var svg in ChartGallery.All().Select(c => c.Svg).Append(Hostile().ToSvg()))
        {
            var root = XDocument.Parse(svg).Root!;
            Assert.Equal("img", root.Attribute("role")!.Value);
            Assert.True(root.Attribute("aria-label")!.Value.Length > 20);
            Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
            Assert.DoesNotContain("Infinity", svg, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_chart_without_a_value_still_is_one()
    {
        XDocument.Parse(new XyChart { Title = "empty", X = Plain, Y = Plain, Series = [ChartSeries.Line("a", [], 0), ChartSeries.Dots("b", [(1, double.NaN)], 1)] }.ToSvg());
        XDocument.Parse(new BarChart { Title = "empty", Values = Plain, Rows = [new BarRow("a", null)] }.ToSvg());
        XDocument.Parse(new XyChart { Title = "log", X = Plain with { Log = true }, Y = Plain with { Log = true }, Series = [ChartSeries.Line("a", [(0, 0), (1, 1)], 0)] }.ToSvg());
    }

    [Fact]
    public void A_whisker_beyond_the_axis_ends_in_an_arrow_with_the_value_at_the_bar()
    {
        string Text(double? max) => new BarChart { Title = "t", Values = Plain with { Max = max }, Rows = [new BarRow("a", 10, 0, 90), new BarRow("b", 20)] }.ToSvg();
        Assert.DoesNotContain("<path", Text(null), StringComparison.Ordinal);
        Assert.Contains("<path class=\"whisker \"", Text(40), StringComparison.Ordinal);
        double Place(double? max) => (double)XDocument.Parse(Text(max)).Descendants("text").Single(t => t.Value == "10" && t.Attribute("class")!.Value == "value").Attribute("x")!;
        Assert.True(Place(40) < Place(null), "beside the bar, not at the tip");
    }

    [Theory]
    [InlineData(0.0, 0.0, false)]
    [InlineData(5.0, 5.0, false)]
    [InlineData(null, 0.0, false)]
    [InlineData(1.0, 0.5, true)]
    public void A_scale_has_a_length_whatever_it_is_told(double? min, double? max, bool log)
    {
        foreach (var values in new double[][] { [], [0], [double.NaN], [7, 7], [-3], [1e-300] })
        {
            var scale = (Plain with { Min = min, Max = max, Log = log }).Scale(values, 0, 100, fromZero: true);
            Assert.True(scale.Max > scale.Min, $"{scale}");
            Assert.True(double.IsFinite(scale.At(1)), $"{scale}");
        }
    }

    [Fact]
    public void Shares_that_are_all_one_stand_at_the_top()
    {
        var scale = new ChartAxis("share", AxisKind.Share) { Max = 1 }.Scale([1, 1], 0, 100, fromZero: false);
        Assert.Equal(1, scale.Max);
        Assert.Equal(100, scale.At(1));
    }

    [Fact]
    public void A_page_needs_nothing_beside_itself_and_is_the_same_every_time()
    {
        var page = ChartGallery.Page();
        if (Environment.GetEnvironmentVariable("SAGESERVE_SCREENSHOTS") is { } folder)
        {
            File.WriteAllText(Path.Combine(folder, "charts.html"), page);
        }

        Assert.Equal(page, ChartGallery.Page());
        Assert.DoesNotContain("http://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
    }

    private static XyChart Hostile() => new() { Title = "<script>\"&'", X = new("<x>"), Y = new("&y"), Series = [ChartSeries.Line("</svg><b>", [(0, 1), (1, 2)], 0)] };
}
