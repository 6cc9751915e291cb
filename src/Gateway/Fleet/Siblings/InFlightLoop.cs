using System.Collections.Immutable;
using SageServe.Hosting;
using SageServe.Routing;

namespace SageServe.Gateway;

/// <summary>
/// Asks the other gateways of the region, many times a second, where they have prefill outstanding, and tells routing. A round in which one of
/// the live ones does not answer tells nothing: what is not known of one must not be taken for free.
/// </summary>
internal sealed class InFlightLoop : BackgroundService
{
    /// <summary>A round of a gateway that hangs ends by then, and the next one begins.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(250);

    private readonly SiblingOptions _options;
    private readonly SiblingLoop _siblings;
    private readonly DispatchTable _dispatchers;
    private readonly SteadyClock _clock;
    private readonly SiblingMetrics _metrics;
    private readonly SiblingLine<InFlightWord> _line;

    public InFlightLoop(
        GatewayOptions options, PeerDirectory peers, SiblingIdentity self, SiblingLoop siblings, DispatchTable dispatchers, SteadyClock clock, TlsClients tls, SiblingMetrics metrics)
    {
        _options = options.Siblings;
        _siblings = siblings;
        _dispatchers = dispatchers;
        _clock = clock;
        _metrics = metrics;
        _line = new SiblingLine<InFlightWord>(peers, self, clock, tls.Peers, Limit, InFlightEndpoint.Path, GatewayJson.Default.InFlightWord);
    }

    /// <summary>What the others have outstanding, as last told to routing.</summary>
    public long PromptTokens { get; private set; }

    public override void Dispose()
    {
        _line.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_options.IsAlone || _options.InFlightBeat <= TimeSpan.Zero)
        {
            return;
        }

        using var timer = new PeriodicTimer(_options.InFlightBeat, _clock.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await AskAsync(_siblings.Circle, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The gateway stops.
        }
    }

    private async Task AskAsync(SiblingCircle circle, CancellationToken stop)
    {
        if (circle.Ids.IsEmpty)
        {
            return;
        }

        var words = new Dictionary<string, ImmutableArray<InFlightPrompts>>(StringComparer.Ordinal);
        foreach (var (word, _) in await _line.AskAsync(circle.Urls, stop))
        {
            words[word.Id] = word.Prompts;
        }

        if (circle.Ids.All(words.ContainsKey))
        {
            var told = words.Values.SelectMany(p => p).ToList();
            _dispatchers.SiblingsTold(told.GroupBy(p => p.Model).ToDictionary(m => m.Key, ByReplica));
            PromptTokens = told.Sum(p => p.Tokens);
            _metrics.Told(PromptTokens);
        }
    }

    private static IReadOnlyList<SiblingWork> ByReplica(IEnumerable<InFlightPrompts> prompts) =>
        [.. prompts.GroupBy(p => p.Replica).Select(r => new SiblingWork(r.Key, r.Sum(p => p.Tokens))).Take(FlowLimits.MaxSiblingWork)];
}
