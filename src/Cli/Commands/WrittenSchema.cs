using System.Reflection;

namespace SageServe.Cli;

/// <summary>JSON schemas of what the program writes, as they stand in docs/schema, from inside the program.</summary>
internal static class WrittenSchema
{
    public const string Backtest = "backtest";
    public const string CheckCluster = "check-cluster";
    public const string Plan = "plan";

    public static string Read(string kind)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{kind}.schema.json")
            ?? throw new InvalidOperationException($"The program was built without {kind}.schema.json.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
