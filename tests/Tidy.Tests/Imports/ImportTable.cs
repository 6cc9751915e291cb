namespace SageServe.Tidy.Tests;

/// <summary>Who may import whom: the table of the design, section 3, and who may use which package.</summary>
internal static class ImportTable
{
    public static readonly IReadOnlyDictionary<string, string[]> Projects = new Dictionary<string, string[]>
    {
        ["Shared"] = [],
        ["Routing"] = ["Shared"],
        ["Planning"] = ["Shared"],
        ["EngineModel"] = ["Shared"],
        ["Hosting"] = ["Shared"],
        ["Kubernetes"] = ["Shared"],
        ["Gateway"] = ["Shared", "Routing", "Hosting", "Kubernetes"],
        ["Scaler"] = ["Shared", "Planning", "Hosting", "Kubernetes"],
        ["VllmEmulator"] = ["Shared", "EngineModel", "Hosting"],
        ["Simulator"] = ["Shared", "Routing", "Planning", "EngineModel"],
        ["Cli"] = ["Shared", "Routing", "Planning", "EngineModel", "Hosting", "Kubernetes", "Simulator"],
    };

    public static readonly string[] PureRooms = ["Shared", "Routing", "Planning", "EngineModel"];

    public static readonly string[] MayUseAspNet = ["Hosting", "Gateway", "Scaler", "VllmEmulator"];

    /// <summary>Packages of src that only these projects may name; a package that stands nowhere may be named by nobody.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Packages = new Dictionary<string, string[]>
    {
        ["Yarp.ReverseProxy"] = ["Gateway"],
        ["StackExchange.Redis"] = ["Gateway"],
        ["Microsoft.Data.Sqlite"] = ["Gateway"],
        ["AWSSDK.S3"] = ["Gateway"],
        ["SQLitePCLRaw.bundle_e_sqlite3"] = ["Gateway"],
        ["Google.OrTools"] = ["Planning"],
        ["MathNet.Numerics"] = ["Planning", "Simulator"],
        ["prometheus-net.AspNetCore"] = ["Hosting"],
        ["OpenTelemetry.Extensions.Hosting"] = ["Hosting"],
        ["OpenTelemetry.Exporter.OpenTelemetryProtocol"] = ["Hosting"],
        ["YamlDotNet"] = ["Kubernetes", "Cli", "Simulator"],
        ["System.CommandLine"] = ["Cli"],
        ["Spectre.Console"] = ["Cli"],
        ["CsvHelper"] = ["Cli", "Simulator"],
    };
}
