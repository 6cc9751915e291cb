namespace SageServe.Chart.Tests;

/// <summary>The real helm on the chart of this repository.</summary>
internal static class Helm
{
    public static readonly string Chart = Path.Combine(Repository.Root, "helm", "sageserve");

    private static readonly string Program = Path.Combine(Repository.Root, "artifacts", "clients", "kubectl", "helm");

    public static bool IsThere => File.Exists(Program);

    /// <summary>Skips the test when there is no helm.</summary>
    public static void Require() => Assert.SkipUnless(IsThere, "helm is not installed: ./sageserve test does that where npm is there and reaches a registry.");

    public static Task<CommandLineResult> RunAsync(params IEnumerable<string> words) => CommandLineTool.Run(Program, words);

    public static Task<CommandLineResult> TemplateAsync(string release, params IEnumerable<string> words) =>
        RunAsync(["template", release, Chart, "--namespace", "serving", .. words]);

    /// <summary>What is rendered; fails with helm's own words.</summary>
    public static async Task<Manifest> RenderAsync(string release, params IEnumerable<string> words)
    {
        var result = await TemplateAsync(release, words);
        Assert.True(result.ExitCode == 0, $"helm template {string.Join(' ', words)}: {result.Errors}");
        return new Manifest(result.Output);
    }

    /// <summary>Rendering with these values fails, and this is said.</summary>
    public static async Task RefusesAsync(string sentence, string values)
    {
        using var folder = new TemporaryFolder();
        var result = await TemplateAsync("refused", "-f", folder.Write("values.yaml", values));
        Assert.True(result.ExitCode != 0, $"taken, and should not have been: {values}");
        Assert.True(result.Errors.Contains(sentence, StringComparison.Ordinal), $"'{sentence}' is not in: {result.Errors}");
    }
}
