using Microsoft.Playwright;

namespace SageServe.TestKit;

/// <summary>
/// The machine's own Chromium, driven by Playwright; one for all tests of a class. Linked into the projects that use it, so that the others
/// need not carry the driver.
/// </summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Switches =
        ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    // What Playwright itself puts no limit on, so that a browser that hangs fails a test rather than stopping all of them.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        var chromium = CommandLineTool.Require("chromium");
        _playwright = await Playwright.CreateAsync().WaitAsync(Limit);
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = chromium, Args = Switches });
    }

    /// <summary>A page of its own, with nothing of the others'; theirs are closed, so that they ask no gateway any more.</summary>
    public async Task<IPage> Open(int width, int height, ColorScheme scheme = ColorScheme.Dark)
    {
        foreach (var earlier in _browser!.Contexts.ToArray())
        {
            await earlier.CloseAsync().WaitAsync(Limit);
        }

        var options = new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = height }, ColorScheme = scheme };
        var context = await _browser.NewContextAsync(options).WaitAsync(Limit);
        return await context.NewPageAsync().WaitAsync(Limit);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync().WaitAsync(Limit);
        }

        _playwright?.Dispose();
    }
}
