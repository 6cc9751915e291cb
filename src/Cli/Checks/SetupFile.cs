using Microsoft.Extensions.Configuration;

namespace SageServe.Cli;

/// <summary>What a file says that must fit to what other files say. Empty where a file does not say it.</summary>
internal sealed class SetupFile
{
    private const string DefaultBin = "00:01:00";
    private static readonly string[] ListenerNames = ["PublicUrl", "AdminUrl"];

    private SetupFile(CheckedFile file)
    {
        File = file.File;
        Kind = file.Kind;
        if (Kind == CheckedFile.Catalog)
        {
            Catalog = Whole(File);
            return;
        }

        var json = new ConfigurationBuilder().AddJsonFile(Path.GetFullPath(File)).Build();
        var own = json.GetSection(Kind);
        Region = own["Region"];
        Listeners = [.. ListenerNames.Select(name => (Name: $"{(Kind == CheckedFile.Gateway ? "Gateway" : "Scaler")}:{name}", Url: own[name])).Where(l => l.Url is not null).Select(l => (l.Name, l.Url!))];
        DemandBin = (Kind == CheckedFile.Scaler ? own["Planning:DemandBin"] : own["DemandBin"]) ?? DefaultBin;
        Peers = Regions(own.GetSection("Peers"));
        PeerSecret = own["PeerSecret"];
        HasSiblings = own["Siblings:Redis"] is not null || own.GetSection("Siblings:Urls").GetChildren().Any();
        FilePlace = own["Files:Kind"] == "s3"
            ? $"bucket {own["Files:S3:Bucket"]}/{own["Files:S3:Prefix"]} at {own["Files:S3:Endpoint"] ?? "Amazon"}"
            : $"folder {own["Files:Folder"] ?? own["DataDirectory"] ?? "data"}";
        IndexPlace = own["Store:Kind"] == "redis" ? $"Redis {own["Store:Redis"]}" : "SQLite";
        Actuated = Regions(own.GetSection("Actuator:Regions"));
        Scraped = Regions(own.GetSection("Source:Gateways"));
        Scrapes = Kind == CheckedFile.Scaler && own["Source:Kind"] is null or "scrape";
        if (own["CatalogFile"] is { Length: > 0 } path && System.IO.File.Exists(path))
        {
            Catalog = Whole(path);
        }
    }

    public string File { get; }

    public string Kind { get; }

    public string? Region { get; }

    public IReadOnlyList<(string Name, string Url)> Listeners { get; } = [];

    public string DemandBin { get; } = "";

    public IReadOnlyList<string> Peers { get; } = [];

    public string? PeerSecret { get; }

    /// <summary>True for a gateway that knows of others in its region.</summary>
    public bool HasSiblings { get; }

    /// <summary>Where a gateway keeps the files of batches.</summary>
    public string FilePlace { get; } = "";

    /// <summary>Where a gateway keeps the index of patient work.</summary>
    public string IndexPlace { get; } = "";

    /// <summary>Regions in which the scaler starts replicas.</summary>
    public IReadOnlyList<string> Actuated { get; } = [];

    /// <summary>Regions whose gateways the scaler reads.</summary>
    public IReadOnlyList<string> Scraped { get; } = [];

    /// <summary>True for a scaler that reads gateways and no Prometheus.</summary>
    public bool Scrapes { get; }

    /// <summary>Null where it cannot be read.</summary>
    public CatalogDocument? Catalog { get; }

    /// <summary>Null for a file that its own check could not read.</summary>
    public static SetupFile? TryRead(CheckedFile file)
    {
        try
        {
            return new SetupFile(file);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static CatalogDocument? Whole(string path) => CatalogCheck.Problems(path, out var catalog).Count == 0 ? catalog : null;

    private static string[] Regions(IConfigurationSection list) => [.. list.GetChildren().Select(e => e["Region"]).OfType<string>()];
}
