using System.ComponentModel.DataAnnotations;
using SageServe.Hosting;
using SageServe.Routing;

namespace SageServe.Gateway;

/// <summary>What an operator writes about one gateway (section <c>Gateway</c>).</summary>
internal sealed record GatewayOptions : ICheckedOptions
{
    public const string Section = "Gateway";

    /// <summary>The region whose replicas this gateway sees one by one.</summary>
    [Required]
    public string Region { get; init; } = "";

    /// <summary>Where clients and peers connect, for example <c>http://127.0.0.1:8080</c>.</summary>
    [Required]
    public string PublicUrl { get; init; } = "";

    /// <summary>Where operators and scrapers connect.</summary>
    [Required]
    public string AdminUrl { get; init; } = "";

    /// <summary>
    /// Key of the admin listener, the same at all gateways of an installation. Without one only callers on the gateway's own machine may use it.
    /// </summary>
    public string? AdminKey { get; init; }

    /// <summary>File that holds the admin key, for example a mounted Secret; read again when it changes. Instead of <see cref="AdminKey"/>.</summary>
    public string? AdminKeyFile { get; init; }

    /// <summary>What is served, on what, where and with which promise; read again when it changes.</summary>
    [Required]
    public string CatalogFile { get; init; } = "";

    /// <summary>The region's replicas, where <c>Fleet:Source</c> is <c>file</c>; until it is written the gateway is not ready.</summary>
    public string FleetFile { get; init; } = "";

    public FleetOptions Fleet { get; init; } = new();

    public TlsOptions Tls { get; init; } = new();

    /// <summary>The scaler's published plan; it may not exist yet.</summary>
    public string? PlanFile { get; init; }

    /// <summary>The ConfigMap in which scalers keep their plan, instead of <see cref="PlanFile"/>; read with the access of <c>Fleet:Kubernetes</c>.</summary>
    public string? PlanConfigMap { get; init; }

    /// <summary>Hashed API keys; null, and no <see cref="KeysRedis"/>, lets everybody in as tenant <c>anonymous</c>.</summary>
    public string? KeysFile { get; init; }

    /// <summary>host:port (more as at <c>Store:Redis</c>) of the Redis that keeps the keys of several gateways, instead of <see cref="KeysFile"/>.</summary>
    public string? KeysRedis { get; init; }

    /// <summary>Shared by all gateways; signs relayed requests and peer calls. Needed with <see cref="Peers"/>.</summary>
    public string? PeerSecret { get; init; }

    public IReadOnlyList<PeerOptions> Peers { get; init; } = [];

    public SiblingOptions Siblings { get; init; } = new();

    /// <summary>The console reads the plan from here.</summary>
    public string? ScalerAdminUrl { get; init; }

    /// <summary>Holds uploaded files, result journals and the embedded store.</summary>
    public string DataDirectory { get; init; } = "data";

    public StoreOptions Store { get; init; } = new();

    public FileStoreOptions Files { get; init; } = new();

    /// <summary>Pause between two readings of an engine's metrics.</summary>
    public TimeSpan ScrapeInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Pause between two readings of the peers' summaries.</summary>
    public TimeSpan PeerInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Length of a demand bin, in envelope time.</summary>
    public TimeSpan DemandBin { get; init; } = TimeSpan.FromMinutes(1);

    public ModelFlowOptions Routing { get; init; } = new();

    public ReleaseOptions Release { get; init; } = new();

    public BatchOptions Batch { get; init; } = new();

    public LimitOptions Limits { get; init; } = new();

    public QuotaOptions Quota { get; init; } = new();

    public UsageOptions Usage { get; init; } = new();

    public ExplainOptions Explain { get; init; } = new();

    public StoredResponseOptions StoredResponses { get; init; } = new();

    /// <summary>What tenants pay; a model that is not named here costs the GPU time that it takes.</summary>
    public IReadOnlyList<PriceOptions> Prices { get; init; } = [];

    public ForwardingOptions Forwarding { get; init; } = new();

    public PriorityRampOptions PriorityRamp { get; init; } = new();

    /// <summary>
    /// Further paths of the engines' API that clients may POST to, for example <c>/v1/audio/speech</c>: the body is JSON or
    /// <c>multipart/form-data</c> with a <c>model</c> and goes on as it is. What is not listed is 404.
    /// </summary>
    public IReadOnlyList<string> PassThroughPaths { get; init; } = [];

    /// <summary>
    /// Who shares cached prefixes: <c>all</c>, or <c>tenant</c>: engines get a <c>cache_salt</c> for each tenant, so that nobody learns from the
    /// time of an answer what another has asked. A salt that the client sends is overruled.
    /// </summary>
    [AllowedValues(TenantCaches.All, TenantCaches.Tenant, ErrorMessage = "CacheSharing is 'all' or 'tenant'.")]
    public string CacheSharing { get; init; } = TenantCaches.All;

    /// <summary>Largest request body in bytes; a larger one is answered with 413.</summary>
    [Range(1024, 256 * 1024 * 1024)]
    public int MaxBodyBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Expected output of a request before any of its kind has ended.</summary>
    [Range(1, 1_000_000)]
    public int InitialOutputTokens { get; init; } = 256;

    /// <summary>Seed of the draws that routing may use.</summary>
    public ulong Seed { get; init; } = 1;

    public IEnumerable<string> Problems()
    {
        if (!IsAddress(PublicUrl) || !IsAddress(AdminUrl))
        {
            yield return "PublicUrl and AdminUrl must be addresses such as http://127.0.0.1:8080.";
        }

        foreach (var problem in FileProblems())
        {
            yield return problem;
        }

        if (SharePort(PublicUrl, AdminUrl))
        {
            yield return $"AdminUrl: port {new Uri(AdminUrl).Port} is that of PublicUrl too; operators need a listener of their own.";
        }

        if (Tls.CertificateFile is null && (IsSecure(PublicUrl) || IsSecure(AdminUrl)))
        {
            yield return "Tls:CertificateFile must name a certificate: an address of a listener is https.";
        }

        if (Fleet.Source == FleetOptions.File && FleetFile.Length == 0)
        {
            yield return "FleetFile must name the file of the region's replicas, unless Fleet:Source is dns or kubernetes.";
        }

        if (PlanFile is not null && PlanConfigMap is not null)
        {
            yield return "PlanFile and PlanConfigMap exclude each other: there is one plan.";
        }

        if (KeysFile is not null && KeysRedis is not null)
        {
            yield return "KeysFile and KeysRedis exclude each other: keys are kept in one place.";
        }

        if (Peers.Count > 0 && string.IsNullOrEmpty(PeerSecret))
        {
            yield return "Peers need a PeerSecret (in the environment: Gateway__PeerSecret): gateways believe only what is signed with it.";
        }

        if (Peers.FirstOrDefault(p => p.Region == Region || !IsAddress(p.Url)) is { } peer)
        {
            yield return $"Peers: '{peer.Region}' is this region or has no address.";
        }

        foreach (var problem in PriorityRamp.Problems().Concat(PassThroughRules.Problems(PassThroughPaths)).Concat(NamedRules.Problems(Routing).Select(p => "Routing: " + p)))
        {
            yield return problem;
        }

        foreach (var problem in OptionBounds.Problems(Release).Select(p => "Release: " + p).Concat(OptionBounds.Problems(Batch.Promise).Select(p => "Batch:Promise: " + p)))
        {
            yield return problem;
        }

        foreach (var problem in Store.Problems().Concat(Files.Problems()).Concat(SharedWorkProblems()).Concat(Siblings.Problems(PublicUrl, PeerSecret)))
        {
            yield return problem;
        }

        if (ScrapeInterval <= TimeSpan.Zero || PeerInterval <= TimeSpan.Zero || DemandBin <= TimeSpan.Zero)
        {
            yield return "ScrapeInterval, PeerInterval and DemandBin must be positive.";
        }
    }

    private IEnumerable<string> SharedWorkProblems()
    {
        if (!Siblings.HasOthers(PublicUrl))
        {
            yield break;
        }

        if (Store.Kind == StoreOptions.Sqlite)
        {
            yield return "Store:Kind sqlite is the index of one gateway, and Siblings names others: set Store:Kind redis and Store:Redis.";
        }

        if (Files is { Kind: FileStoreOptions.FolderKind, Shared: false })
        {
            yield return "Files:Kind folder is this gateway's own folder, and Siblings names others: set Files:Kind s3, or put Files:Folder on a file system that all have and set Files:Shared.";
        }
    }

    /// <summary>True when both would listen on one port. A port of 0 is any free one.</summary>
    private static bool SharePort(string one, string other) =>
        Uri.TryCreate(one, UriKind.Absolute, out var a) && Uri.TryCreate(other, UriKind.Absolute, out var b) && a.Port == b.Port && a.Port != 0;

    private static bool IsSecure(string url) => url.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    private IEnumerable<string> FileProblems()
    {
        foreach (var (name, file) in new[] { (nameof(CatalogFile), CatalogFile), (nameof(KeysFile), KeysFile), (nameof(AdminKeyFile), AdminKeyFile), ("Forwarding:EngineKeyFile", Forwarding.EngineKeyFile) }
            .Where(f => !string.IsNullOrEmpty(f.Item2) && !File.Exists(f.Item2)))
        {
            yield return $"{name}: '{file}' does not exist.";
        }

        // The file itself may come later: a scaler in the same pod writes it.
        if (FleetFile.Length > 0 && Path.GetDirectoryName(Path.GetFullPath(FleetFile)) is { } folder && !Directory.Exists(folder))
        {
            yield return $"FleetFile: '{FleetFile}' has no folder.";
        }
    }

    private static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https");
}
