namespace SageServe.Simulator;

/// <summary>Travel times between regions and to clients: one draw a message, from the stream of its link.</summary>
internal sealed class SimNetwork
{
    private readonly NetworkOptions _options;
    private readonly RandomStream _draws;
    private readonly SeededDraws _clients;
    private readonly Dictionary<(RegionId From, RegionId To), (DurationSpread Spread, RandomStream Draws)> _links = [];

    public SimNetwork(NetworkOptions options, RandomStream draws)
    {
        _options = options;
        _draws = draws;
        _clients = new SeededDraws(draws.Child("clients"));
    }

    /// <summary>Of one message; half a round trip.</summary>
    public TimeSpan OneWay(RegionSpec from, RegionId to)
    {
        if (from.Id == to)
        {
            return TimeSpan.Zero;
        }

        if (_options.Links.IsDefaultOrEmpty && _options.P90OverP50 <= 1)
        {
            return from.RoundTripTo(to) / 2;
        }

        if (!_links.TryGetValue((from.Id, to), out var link))
        {
            _links[(from.Id, to)] = link = (SpreadOf(from, to), _draws.Child($"{from.Id}>{to}"));
        }

        return link.Spread.At(link.Draws.NextGaussian()) / 2;
    }

    /// <summary>One round trip between a client and its gateway; zero when it is not counted.</summary>
    public TimeSpan ClientTime(long request, RegionSpec home, RegionId gateway)
    {
        if (!_options.CountClient)
        {
            return TimeSpan.Zero;
        }

        var near = _options.Client?.At(_clients.Gaussian(request)) ?? TimeSpan.Zero;
        return home.Id == gateway ? near : near + SpreadOf(home, gateway).At(_clients.Gaussian(request, 1));
    }

    private DurationSpread SpreadOf(RegionSpec from, RegionId to)
    {
        var links = _options.Links.IsDefault ? [] : _options.Links;
        var link = links.FirstOrDefault(l => l.From == from.Id && l.To == to) ?? links.FirstOrDefault(l => l.From == to && l.To == from.Id);
        var median = link?.P50 ?? from.RoundTripTo(to);
        return DurationSpread.Of(median, link?.P90 ?? median * _options.P90OverP50);
    }
}
