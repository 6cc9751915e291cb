using System.Collections.Immutable;
using System.Globalization;
using SageServe.Planning;

namespace SageServe.Cli;

/// <summary>
/// Planning problems from a seed, with every term of the program on: two ways of paying, groups that share GPUs, flows, local shares,
/// capacity, quotas, budgets, limits and risk of spot, prices of acquiring, starting and swapping, quantiles and deadlines.
/// A model in a region needs 1 to 20 replicas of what suits it.
/// </summary>
internal sealed class PlannerProblem
{
    private const double Room = 1.5;
    private const double Span = 120;

    private readonly RandomStream _random;
    private readonly int _models;
    private readonly int _regions;
    private readonly int _types;
    private readonly (int Gpus, double Usd, double Speed)[] _hardware;
    private readonly (double X, double Y)[] _places;
    private readonly double[,] _rates;
    private readonly int[,] _needs;

    private PlannerProblem(ulong seed, int models, int regions, int types)
    {
        _random = new RandomStream(seed).Child(string.Create(CultureInfo.InvariantCulture, $"planner {models} {regions} {types}"));
        (_models, _regions, _types) = (models, regions, types);
        _hardware = [.. Enumerable.Range(0, types).Select(_ => (1 << _random.NextInt(4), 1.5 + 4 * _random.NextDouble(), 0.7 + 0.6 * _random.NextDouble()))];
        _places = [.. Enumerable.Range(0, regions).Select(_ => (_random.NextDouble(), _random.NextDouble()))];
        _rates = new double[models, types];
        _needs = new int[models, regions];
        for (var m = 0; m < models; m++)
        {
            var size = 0.2 + 3 * _random.NextDouble();
            for (var a = 0; a < types; a++)
            {
                var (gpus, usd, speed) = _hardware[a];
                _rates[m, a] = 2000 * gpus * usd * speed / size * (0.85 + 0.3 * _random.NextDouble());
            }

            for (var r = 0; r < regions; r++)
            {
                _needs[m, r] = 1 + _random.NextInt(20);
            }
        }
    }

    public static ProblemDocument Make(ulong seed, int models, int regions, int types) => new PlannerProblem(seed, models, regions, types).Document();

    private ProblemDocument Document()
    {
        var usd = Enumerable.Range(0, _models).Sum(m => Enumerable.Range(0, _regions).Sum(r => _needs[m, r] * HourlyUsd(Favourite(m))));
        var gpus = Enumerable.Range(0, _models).Sum(m => Enumerable.Range(0, _regions).Sum(r => _needs[m, r] * _hardware[Favourite(m)].Gpus));
        return new ProblemDocument
        {
            LocalShare = 0.8,
            NearestRegions = 3,
            SpotShare = 0.4,
            SpotRisk = 0.1,
            Accelerators = [.. _hardware.Select((h, a) => new ProblemAccelerator(Type(a), h.Gpus, Round(h.Usd), Round(h.Usd * (0.4 + 0.4 * _random.NextDouble()))))],
            Regions = [.. Enumerable.Range(0, _regions).Select(Region)],
            Pools = [.. Enumerable.Range(0, _models).SelectMany(m => Enumerable.Range(0, _regions).SelectMany(r => Pools(m, r)))],
            Groups = [.. Enumerable.Range(0, _regions).Select(r => new ProblemGroup($"shared-{r}", Place(r), Type(0), 4) { Current = _random.NextInt(3), StartMinutes = 12 })],
            Demands = [.. Enumerable.Range(0, _models).SelectMany(m => Enumerable.Range(0, _regions).SelectMany(r => Demands(m, r)))],
            Quotas = [.. Enumerable.Range(0, _regions).Select(r => new ProblemCap { Region = Place(r), CapacityType = CapacityType.Spot, Gpus = Math.Ceiling(0.3 * gpus / _regions) })],
            Budgets = [new ProblemCap { UsdPerHour = Round(Room * usd) }, new ProblemCap { Gpus = Math.Ceiling(2 * Room * gpus) }],
        };
    }

    private ProblemRegion Region(int r)
    {
        var capacity = ImmutableArray.CreateBuilder<ProblemCapacity>();
        for (var a = 0; a < _types; a++)
        {
            // Together half as much again as the region needs, more of what suits many; with one type all must come from it.
            var share = (0.5 + _random.NextDouble()) / _types;
            var need = Enumerable.Range(0, _models).Sum(m => _needs[m, r] * _rates[m, Favourite(m)] / _rates[m, a]);
            capacity.Add(new ProblemCapacity(Type(a)) { Replicas = (int)Math.Ceiling(Room * need * Math.Max(share, 0.9 / _types)) + 2, AcquireMinutes = 10, SwapSavesMinutes = 2 });
        }

        return new ProblemRegion(Place(r))
        {
            Capacity = capacity.ToImmutable(),
            Links = [.. Enumerable.Range(0, _regions).Where(o => o != r).Select(o => new ProblemLink(Place(o), RoundTripMs(r, o)))],
        };
    }

    private IEnumerable<ProblemPool> Pools(int m, int r)
    {
        var start = 3 + _random.NextInt(8);
        for (var a = 0; a < _types; a++)
        {
            var stands = a == Favourite(m) ? (int)(_needs[m, r] * (0.5 + 0.7 * _random.NextDouble())) : _random.NextInt(8) == 0 ? 1 : 0;
            yield return new ProblemPool(Model(m), Place(r), Type(a), Round(_rates[m, a]), 20) { Current = stands, StartMinutes = start, Min = a == Favourite(m) ? _random.NextInt(2) : 0 };
            yield return new ProblemPool(Model(m), Place(r), Type(a), Round(_rates[m, a]), 20) { CapacityType = CapacityType.Spot, StartMinutes = start, Current = stands / 4 };
        }

        if (m < 3)
        {
            yield return new ProblemPool(Model(m), Place(r), Type(0), Round(_rates[m, 0]), 4) { Revision = "shared", Group = $"shared-{r}", StartMinutes = 0.5 };
        }
    }

    /// <summary>Interactive demand as a forecast, of which a high quantile is planned for; patient work as a backlog that may go anywhere near.</summary>
    private IEnumerable<ProblemDemand> Demands(int m, int r)
    {
        var rate = _needs[m, r] * _rates[m, Favourite(m)];
        var patient = 0.05 + 0.1 * _random.NextDouble();
        yield return new ProblemDemand(Model(m), Place(r))
        {
            Tiers = [ServiceTier.InteractiveFast, ServiceTier.InteractiveNormal],
            Quantiles = [new(0.5, Round(rate * (1 - patient) * 0.7)), new(0.9, Round(rate * (1 - patient) * 0.93)), new(0.99, Round(rate * (1 - patient)))],
            Quantile = 0.99,
        };
        yield return new ProblemDemand(Model(m), Place(r))
        {
            Tiers = [ServiceTier.NonInteractive],
            LocalShare = 0,
            Backlog = [new ProblemBacklog(Math.Round(rate * patient * 3600 * 2), 2), new ProblemBacklog(Math.Round(rate * patient * 3600 * 4), 24)],
        };
    }

    private int Favourite(int m) => m % _types;

    private double HourlyUsd(int a) => _hardware[a].Gpus * _hardware[a].Usd;

    private double RoundTripMs(int from, int to)
    {
        var (dx, dy) = (_places[from].X - _places[to].X, _places[from].Y - _places[to].Y);
        return Round(2 + Span * Math.Sqrt(dx * dx + dy * dy));
    }

    private static double Round(double value) => Math.Round(value, 3);

    private static ModelId Model(int m) => new(string.Create(CultureInfo.InvariantCulture, $"m{m:00}"));

    private static RegionId Place(int r) => new(string.Create(CultureInfo.InvariantCulture, $"r{r:00}"));

    private static AcceleratorId Type(int a) => new(string.Create(CultureInfo.InvariantCulture, $"a{a}"));
}
