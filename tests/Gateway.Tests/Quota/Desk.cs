using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using SageServe.Hosting;

namespace SageServe.Gateway.Tests;

/// <summary>The quota stage of one gateway, with its background reports to a real Redis.</summary>
internal sealed class Desk : IAsyncDisposable
{
    public static readonly TenantId Tenant = new("acme");

    private readonly QuotaSync _sync;
    private readonly UsageLedger _usage;
    private readonly KeyIdentity _identity;
    private readonly SqliteUsageStore _store;
    private readonly TemporaryFolder _folder = new();

    private Desk(string? redis, TimeSpan beat)
    {
        var options = new GatewayOptions { Region = "east", Quota = new QuotaOptions { Redis = redis, Beat = beat } };
        var clock = new SteadyClock(TimeProvider.System);
        _store = new SqliteUsageStore(_folder["usage.db"]);
        _usage = new UsageLedger(_store, options.Usage, clock, NullLogger<UsageLedger>.Instance);
        var metrics = new QuotaMetrics(new TenantLabels());
        _identity = new KeyIdentity(options, clock, NullLogger<KeyIdentity>.Instance);
        Quotas = new QuotaDesk(_identity, new PriceList(new ServingCatalog(TestCatalog.Document()), options), _usage, metrics, clock);
        _sync = new QuotaSync(Quotas, metrics, options, clock, NullLogger<QuotaSync>.Instance);
    }

    public QuotaDesk Quotas { get; }

    public static async Task<Desk> StartAsync(string? redis, TimeSpan? beat = null)
    {
        var desk = new Desk(redis, beat ?? TimeSpan.FromMilliseconds(50));
        await desk._sync.StartAsync(default);
        return desk;
    }

    public Task LinkedAsync(int gateways) =>
        Eventually.True(() => Quotas.Link is { Mode: QuotaMode.Linked } link && link.Gateways == gateways, $"{gateways} gateways are linked");

    /// <summary>One request of this many tokens; null when it was refused.</summary>
    public QuotaTicket? Take(KeyLimits limits, int tokens = 10, string key = "k")
    {
        var caller = new Caller(Tenant, ServiceTier.InteractiveFast) { KeyId = key, Limits = limits };
        var ticket = Quotas.Take(new DefaultHttpContext(), caller, Request(tokens))!;
        return ticket.Refusal is null ? ticket : null;
    }

    public static InferenceRequest Request(int tokens) => new()
    {
        Id = new RequestId("r"),
        Model = TestCatalog.Model,
        Tier = ServiceTier.InteractiveFast,
        Tenant = Tenant,
        Origin = new RegionId("east"),
        PromptTokens = tokens - 1,
        ExpectedOutputTokens = 1,
        Arrived = Instant.Min,
        Deadline = Instant.Max,
    };

    public async ValueTask DisposeAsync()
    {
        await _sync.StopAsync(default);
        _sync.Dispose();
        _usage.Dispose();
        await _identity.DisposeAsync();
        await _store.DisposeAsync();
        _folder.Dispose();
    }
}
