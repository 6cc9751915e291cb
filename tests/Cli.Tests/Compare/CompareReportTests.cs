using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace SageServe.Cli.Tests;

/// <summary>The report of a real comparison in a real browser.</summary>
public sealed class CompareReportTests(Browser browser) : IClassFixture<Browser>, IAsyncLifetime
{
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly TemporaryFolder _folder = new();
    private CompareOptions _options = null!;
    private JsonElement _json;
    private string _html = "";

    public async ValueTask InitializeAsync()
    {
        _options = new CompareOptions
        {
            Scenario = TinyScenario.In(_folder),
            Strategies = "reactive,static,lt-ua",
            Seeds = 2,
            Sweep = ["planning.target-use=0.4,0.8"],
            Html = _folder["r.html"],
            Json = _folder["r.json"],
        };
        var plan = ComparePlan.Of(_options);
        var result = await Comparison.RunAsync(plan, null, CancellationToken.None);
        _html = CompareReport.Html(result, _options, TinyScenario.Yaml);
        Assert.Equal(_html, CompareReport.Html(result, _options, TinyScenario.Yaml));
        _folder.Write("r.html", _html);
        using var bytes = new MemoryStream();
        ComparisonJson.Write(result, bytes, series: true);
        _json = JsonDocument.Parse(bytes.ToArray()).RootElement;
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Light)]
    public async Task It_opens_without_complaint_fits_the_screen_and_has_its_charts(int width, ColorScheme scheme)
    {
        var page = await Open(width, scheme);
        await Keep(page, $"compare-{width}-{scheme}");
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), "nothing sticks out sideways");
        Assert.True(await page.Locator("svg.chart[role=img]").CountAsync() > 30);
        Assert.Equal(0, await page.EvaluateAsync<int>("[...document.querySelectorAll('svg.chart')].filter(s => s.outerHTML.includes('NaN')).length"));
        Assert.Equal(2, await page.Locator(".verdict li").CountAsync());
        Assert.Empty(_complaints);
    }

    [Fact]
    public async Task The_tables_numbers_are_the_jsons()
    {
        var page = await Open(1280, ColorScheme.Light);
        var cells = await page.Locator("td[data-path]").AllAsync();
        Assert.True(cells.Count >= 3 * 8 - 1);
        foreach (var cell in cells)
        {
            var at = _json.GetProperty("strategies").GetProperty((await cell.GetAttributeAsync("data-strategy"))!);
            foreach (var name in (await cell.GetAttributeAsync("data-path"))!.Split('.'))
            {
                at = at.GetProperty(name);
            }

            Assert.Equal(at.GetDouble(), double.Parse((await cell.GetAttributeAsync("data-value"))!, CultureInfo.InvariantCulture));
            Assert.NotEqual(EstimateText.None, (await cell.InnerTextAsync()).Trim());
        }
    }

    [Fact]
    public async Task A_reader_chooses_what_is_shown_over_time()
    {
        var page = await Open(1280, ColorScheme.Light);
        await page.Locator("select[data-choose]").SelectOptionAsync("llama2-70b in eastus");
        Assert.Equal("llama2-70b in eastus", await page.Locator("[data-scope]:visible h3").InnerTextAsync());
        Assert.Empty(_complaints);
    }

    [Fact]
    public async Task It_can_be_printed_and_needs_nothing_beside_itself()
    {
        Assert.DoesNotContain("http://", _html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script src", _html, StringComparison.Ordinal);
        var page = await Open(1032, ColorScheme.Dark);
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        await Keep(page, "compare-print");
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), "the paper is wide enough");
        Assert.Equal("rgb(255, 255, 255)", await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
        Assert.Equal(0, await page.Locator("select:visible").CountAsync());
    }

    private static async Task Keep(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("SAGESERVE_SCREENSHOTS") is { } folder)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png"), FullPage = true });
        }
    }

    private async Task<IPage> Open(int width, ColorScheme scheme)
    {
        var page = await browser.Open(width, 900, scheme);
        page.Console += (_, message) => _complaints.Enqueue($"{message.Type}: {message.Text}");
        page.PageError += (_, error) => _complaints.Enqueue(error);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith("file://", StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
            {
                _complaints.Enqueue(request.Url);
            }
        };
        await page.GotoAsync("file://" + _folder["r.html"]);
        return page;
    }
}
