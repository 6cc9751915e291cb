using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>Dashboards and rules of the chart, built into the program.</summary>
internal static class MonitoringFiles
{
    public const string Rules = "monitoring/rules/sageserve.rules.yaml";

    private const string Folder = "monitoring/dashboards/";

    public static ImmutableArray<string> Dashboards =>
        [.. typeof(MonitoringFiles).Assembly.GetManifestResourceNames().Where(n => n.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    public static string FileName(string dashboard) => dashboard[Folder.Length..];

    public static byte[] Read(string name)
    {
        using var stream = typeof(MonitoringFiles).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not built in.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
