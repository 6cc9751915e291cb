using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace SageServe.Gateway.Tests;

/// <summary>The console in a real browser, served by a real gateway.</summary>
public sealed class ConsolePageTests(Browser browser) : IClassFixture<Browser>, IAsyncLifetime
{
    private readonly ConcurrentQueue<string> _complaints = new();
    private Neighbours _neighbours = null!;
    private FakeEngine _engine = null!;
    private GatewayUnderTest _gateway = null!;

    public async ValueTask InitializeAsync()
    {
        _engine = await FakeEngine.StartAsync();
        _engine.KvUsage = 0.35;
        _engine.Running = 6;
        _neighbours = await Neighbours.Start();
        _neighbours.SetFleet("north", Scene.Model(TestCatalog.Model, "north", 4, 0.83, starting: 2), Scene.Model(TestCatalog.Other, "north", 2, 0.4));
        _neighbours.SetFleet("west", Scene.Model(TestCatalog.Model, "west", 3, 0.55, draining: 1, deferred: 1840), Scene.Model(TestCatalog.Other, "west", 3, 0.72, starting: 1));
        _neighbours.Pages["/scaler/admin/plan"] = () => Scene.Plan(
            (TestCatalog.Model, "east", 1, 1), (TestCatalog.Model, "north", 4, 7), (TestCatalog.Model, "west", 4, 2), (TestCatalog.Other, "north", 2, 2), (TestCatalog.Other, "west", 3, 4));
        SetActions(6);
        _neighbours.Pages["/scaler/admin/receipts"] = Scene.Receipts;
        _neighbours.Pages["/scaler/admin/demand"] = () => Scene.Demand(TestCatalog.Model, TestCatalog.Other);
        _gateway = await GatewayUnderTest.StartAsync(new GatewaySetup { Adjust = Connect }, _engine);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _neighbours.DisposeAsync();
        await _engine.DisposeAsync();
    }

    [Theory]
    [InlineData(1280, 900, ColorScheme.Dark)]
    [InlineData(1280, 900, ColorScheme.Light)]
    [InlineData(390, 844, ColorScheme.Dark)]
    public async Task It_shows_every_region_model_and_replica_and_fits_the_screen(int width, int height, ColorScheme scheme)
    {
        var page = await Open(width, height, scheme);
        await Keep(page, $"console-{width}-{scheme}");

        Assert.Equal(["model-a", "model-b"], await Attributes(page, "[data-model]", "data-model"));
        Assert.Equal(["east", "north", "west", "east", "north", "west"], await Attributes(page, "[data-region]", "data-region"));
        Assert.Equal(6, await page.Locator("[data-model=model-a] [data-region=north] [data-replica]").CountAsync());
        Assert.Equal(2, await page.Locator("[data-model=model-a] [data-region=north] .tile.starting").CountAsync());
        Assert.Equal(1, await page.Locator("[data-replica=east-model-a-1]").CountAsync());
        Assert.Contains("→ 7 planned", await page.Locator("[data-model=model-a] [data-region=north]").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("1.8 k deferred", await page.Locator("[data-model=model-a] [data-region=west]").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(2, await page.Locator("figure.chart svg path.band").CountAsync());
        Assert.Equal(6, await page.Locator("#actions details.action").CountAsync());
        Assert.Contains("$412", await page.Locator("#receipt-savings").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(3, await page.Locator("[data-tier]").CountAsync());
        await page.WaitForSelectorAsync("[data-lane=model-a]");
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), "nothing sticks out sideways");
        Assert.Empty(_complaints);
    }

    [Fact]
    public async Task It_follows_what_changes_and_keeps_what_the_reader_opened()
    {
        var page = await Open(1280, 900);
        await page.Locator("details.action summary").First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        var opened = await page.Locator("details.action[open]").GetAttributeAsync("data-key");

        _neighbours.SetFleet("north", Scene.Model(TestCatalog.Model, "north", 7, 0.41), Scene.Model(TestCatalog.Other, "north", 2, 0.4));
        SetActions(7);

        await page.WaitForSelectorAsync("[data-replica=north-model-a-7].ready");
        await page.Locator("#actions details.action").Nth(6).WaitForAsync();
        Assert.Equal(opened, await page.Locator("details.action[open]").GetAttributeAsync("data-key"));
        Assert.True(await page.EvaluateAsync<bool>("document.activeElement.tagName === 'SUMMARY'"), "the focus stays where it was");
        Assert.Contains("KV use and the plan say so.", await page.Locator("details.action[open]").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Empty(_complaints);
    }

    [Fact]
    public async Task It_explains_a_request_by_its_id_with_the_keyboard_alone()
    {
        using var answer = await _gateway.ChatAsync();
        var id = answer.Headers.GetValues("x-request-id").Single();
        var page = await Open(1280, 900);
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync(id);
        await page.Keyboard.PressAsync("Enter");

        await page.WaitForSelectorAsync("article.story");
        var story = await page.Locator("article.story").InnerTextAsync();
        Assert.Contains($"{id} in east", story, StringComparison.Ordinal);
        Assert.Contains("sent to east-model-a-1", story, StringComparison.Ordinal);
        Assert.Contains("Completed, HTTP 200", story, StringComparison.Ordinal);
        Assert.Matches(@"least-[a-z-]+ the ", story);
        await page.WaitForSelectorAsync($"button[data-request='{id}']");

        await page.FillAsync("#explain-id", "nobody's");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("#story [role=alert]");
        Assert.Contains("No request 'nobody's'", await page.Locator("#story").InnerTextAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(_complaints, c => !c.Contains("404", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_shows_how_promises_are_kept_and_when_batches_are_due()
    {
        // At this speed the tier's waiting time is milliseconds: a busy machine refuses some.
        await Eventually.True(
            async () =>
            {
                using var answer = await _gateway.ChatAsync(stream: true);
                await answer.Content.ReadAsStringAsync();
                return answer.IsSuccessStatusCode;
            },
            "a stream is answered");
        await BatchCalls.SubmitAsync(_gateway.Client, BatchHost.Line("one", "x", model: "model-a"));
        var page = await Open(1280, 900);
        await page.Locator("[data-tier=interactive-fast] td", new() { HasTextRegex = new Regex(@"^[0-9.]+ %$") }).First.WaitForAsync();
        await page.WaitForSelectorAsync("[data-lane=model-a]");
        Assert.Empty(_complaints);
    }

    [Fact]
    public async Task Keys_go_to_parts_of_the_page_change_the_theme_and_say_what_they_do()
    {
        var page = await Open(1280, 900, ColorScheme.Dark);
        await page.Keyboard.PressAsync("3");
        Assert.Equal("queue-part", await page.EvaluateAsync<string>("document.activeElement.id"));
        var dark = await Background(page);
        await page.Keyboard.PressAsync("t");
        await page.Keyboard.PressAsync("t");
        Assert.Equal("light", await page.EvaluateAsync<string>("document.documentElement.dataset.theme"));
        Assert.NotEqual(dark, await Background(page));
        await page.ReloadAsync();
        Assert.Equal("Theme: light", await page.Locator("#theme").InnerTextAsync());
        await page.Keyboard.PressAsync("?");
        Assert.True(await page.Locator("dialog#help").IsVisibleAsync());
        await page.Keyboard.PressAsync("Escape");
        Assert.False(await page.Locator("dialog#help").IsVisibleAsync());
        Assert.Empty(_complaints);
    }

    [Fact]
    public async Task It_asks_nobody_but_its_own_gateway_and_works_without_the_internet()
    {
        var page = await browser.Open(1280, 900);
        var asked = new ConcurrentBag<string>();
        page.Request += (_, request) => asked.Add(request.Url);
        await page.GotoAsync(_gateway.AdminUrl + "/console");
        await page.WaitForSelectorAsync("[data-lane=model-a]");
        Assert.All(asked, url => Assert.StartsWith(_gateway.AdminUrl, url, StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_marks_what_cannot_be_reached()
    {
        var page = await Open(1280, 900);
        _neighbours.Pages["/west/admin/fleet"] = () => throw new InvalidOperationException("down");
        _neighbours.Pages["/scaler/admin/state"] = () => throw new InvalidOperationException("down");

        await page.WaitForSelectorAsync("[data-model=model-a] [data-region=west].unreachable");
        await page.WaitForSelectorAsync("text=scaler unreachable");
        Assert.Equal("Unreachable: west", await page.Locator("#alert").InnerTextAsync());
        Assert.Equal(1, await page.Locator("[data-replica=east-model-a-1]").CountAsync());
        Assert.Empty(_complaints);
    }

    [Fact]
    public async Task It_says_so_when_its_gateway_is_gone()
    {
        var page = await Open(1280, 900);
        Assert.Equal(0, await page.Locator("body.stale").CountAsync());

        await _gateway.StopAsync();

        await page.WaitForSelectorAsync("body.stale", new() { Timeout = 15_000 });
        Assert.Contains("does not answer", await page.Locator("#alert").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(1, await page.Locator("[data-replica=east-model-a-1]").CountAsync());
        Assert.DoesNotContain(_complaints, c => c.StartsWith("page", StringComparison.Ordinal));
    }

    private void Connect(JsonObject section)
    {
        section["Peers"] = new JsonArray(Peer("north"), Peer("west"));
        section["ScalerAdminUrl"] = _neighbours.AdminUrlOf("scaler");
        section.Root["Envelope"] = new JsonObject
        {
            ["RealEpoch"] = Instant.From(TimeProvider.System.GetUtcNow()).ToString(),
            ["EnvelopeEpoch"] = Scene.Now.ToString(),
            ["Speed"] = 96,
        };

        JsonObject Peer(string region) => new() { ["Region"] = region, ["Url"] = "http://127.0.0.1:1", ["AdminUrl"] = _neighbours.AdminUrlOf(region) };
    }

    private void SetActions(int count) => _neighbours.Pages["/scaler/admin/state"] = () => Scene.State(
    [
        .. Enumerable.Range(0, count).Select(i =>
            (i % 2 == 0 ? TestCatalog.Model : TestCatalog.Other, i % 3 == 0 ? "west" : "north", i % 3 == 0 ? "Stop" : "Start", 1 + i % 2, i % 3 == 0 ? "below-scale-in" : "toward-plan")),
    ]);

    private async Task<IPage> Open(int width, int height, ColorScheme scheme = ColorScheme.Dark)
    {
        var page = await browser.Open(width, height, scheme);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _complaints.Enqueue($"console {message.Type}: {message.Text}");
            }
        };
        page.PageError += (_, error) => _complaints.Enqueue("page: " + error);
        await page.GotoAsync(_gateway.AdminUrl + "/console");
        await page.WaitForSelectorAsync("[data-region=west] [data-replica]");
        return page;
    }

    private static Task<string> Background(IPage page) => page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");

    /// <summary>For people: a picture of each page, where SAGESERVE_SCREENSHOTS names a folder.</summary>
    private static async Task Keep(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("SAGESERVE_SCREENSHOTS") is { } folder)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png"), FullPage = true });
        }
    }

    private static async Task<IReadOnlyList<string>> Attributes(IPage page, string selector, string name) =>
        await page.EvaluateAsync<string[]>("([s, n]) => [...document.querySelectorAll(s)].map(e => e.getAttribute(n))", new[] { selector, name });
}
