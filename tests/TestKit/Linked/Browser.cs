using Microsoft.Playwright;

namespace SageServe.TestKit;

/// <summary>
/// The machine's own Chromium, driven by Playwright; one for all tests of a class. Linked into the projects that use it, so that the others
/// need not carry the driver.
/// </summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Switches =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        var chromium = CommandLineTool.Require("chromium");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = chromium, Args = Switches });
    }

    public async Task<IPage> Open(int width, int height, ColorScheme scheme = ColorScheme.Dark) => await (await _browser!.NewContextAsync(
        new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = height }, ColorScheme = scheme })).NewPageAsync();

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
    }
}
