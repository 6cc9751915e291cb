using System.Collections.Immutable;

namespace SageServe.Simulator;

/// <summary>
/// Arrivals of one source: in each slot a Poisson count whose mean is the rate at that moment times its swings, at uniform moments, each
/// with a cell and a size drawn. Same stream, same arrivals; a shorter run is a beginning of a longer one.
/// </summary>
internal sealed class LoadGenerator : IArrivalSource
{
    /// <summary>Arrivals of one source in one slot; more is refused rather than held in memory.</summary>
    private const int MostInSlot = 5_000_000;

    private static readonly TimeSpan LongestSlot = TimeSpan.FromSeconds(10);

    private readonly GeneratorSection _section;
    private readonly ImmutableArray<LoadCell> _cells;
    private readonly IRateShape _shape;
    private readonly ISizes _sizes;
    private readonly double _rate;
    private readonly ImmutableArray<SwingRule> _swings;
    private readonly string _name;

    /// <param name="rate">Requests a second where the shape is 1.</param>
    public LoadGenerator(string name, GeneratorSection section, double rate, ImmutableArray<LoadCell> cells, IRateShape shape, ISizes sizes, ImmutableArray<SwingRule> swings)
    {
        (_name, _section, _rate, _cells, _shape, _sizes, _swings) = (name, section, rate, cells, shape, sizes, swings);
        Slot = swings.Select(s => s.Over).Append(LongestSlot).Min();
    }

    public TimeSpan Slot { get; }

    public ImmutableArray<LoadCell> Cells => _cells;

    public ISizes Sizes => _sizes;

    public ImmutableArray<SwingRule> Swings => _swings;

    /// <summary>Requests a second of one cell at an envelope time, before swings.</summary>
    public double Rate(int cell, Instant envelope, TimeSpan sinceStart) =>
        _rate * _cells[cell].Share * _shape.At(envelope - _cells[cell].Later) * Ramp(sinceStart);

    /// <summary>Ascending by time, within the duration.</summary>
    public IEnumerable<SimulatedArrival> Arrivals(Instant start, TimeSpan duration, EnvelopeDocument envelope, RandomStream random)
    {
        var counts = random.Child("counts");
        var draws = random.Child("requests");
        RateSwing[] swings = [.. _swings.Select((s, i) => new RateSwing(s, random.Child($"swing/{i}")))];
        var upTo = new double[_cells.Length];
        var keys = Array.Empty<long>();
        var batch = Array.Empty<SimulatedArrival>();
        for (var at = 0L; at < duration.Ticks; at += Slot.Ticks)
        {
            var rate = Fill(upTo, envelope.ToEnvelope(start + TimeSpan.FromTicks(at + Slot.Ticks / 2)), TimeSpan.FromTicks(at));
            var count = Draws.Poisson(counts, Swung(swings, at, rate) * Slot.TotalSeconds);
            if (count > batch.Length)
            {
                (keys, batch) = Grown(count);
            }

            for (var i = 0; i < count; i++)
            {
                batch[i] = Draw(start, at, upTo, rate, draws);
                keys[i] = batch[i].At.Ticks;
            }

            Array.Sort(keys, batch, 0, count);
            for (var i = 0; i < count && batch[i].At.Ticks - start.Ticks < duration.Ticks; i++)
            {
                yield return batch[i];
            }
        }
    }

    public IEnumerable<DemandBin> Past(IReadOnlyList<Instant> bins, TimeSpan length, Instant start, EnvelopeDocument envelope, RandomStream random) =>
        PastBins.Of(this, bins, length, envelope.ToReal(length).TotalSeconds, random);

    private (long[] Keys, SimulatedArrival[] Batch) Grown(int count)
    {
        if (count > MostInSlot)
        {
            throw new BadInputException($"load source '{_name}': {count} arrivals within {DurationText.Exact(Slot)}; at most {MostInSlot} are generated. Lower its rate.");
        }

        return (new long[2 * count], new SimulatedArrival[2 * count]);
    }

    /// <summary>Sums of the cells' rates up to each, and their total.</summary>
    private double Fill(double[] upTo, Instant envelope, TimeSpan sinceStart)
    {
        var total = 0.0;
        for (var i = 0; i < upTo.Length; i++)
        {
            total += Rate(i, envelope, sinceStart);
            upTo[i] = total;
        }

        return total;
    }

    private static double Swung(RateSwing[] swings, long at, double rate)
    {
        var swung = rate;
        foreach (var swing in swings)
        {
            swung *= swing.At(at, rate);
        }

        return swung;
    }

    private SimulatedArrival Draw(Instant start, long at, double[] upTo, double rate, RandomStream draws)
    {
        var moment = start + TimeSpan.FromTicks(at + (long)(draws.NextDouble() * Slot.Ticks));
        var u = draws.NextDouble() * rate;
        var index = 0;
        while (index < upTo.Length - 1 && u >= upTo[index])
        {
            index++;
        }

        var cell = _cells[index];
        var streaming = draws.NextDouble() < cell.Streaming;
        var (prompt, output) = _sizes.Draw(draws);
        return new SimulatedArrival(
            moment, cell.Model, cell.Region, cell.Tier, Math.Min(prompt, _section.LongestPrompt), Math.Min(output, _section.LongestOutput), streaming);
    }

    private double Ramp(TimeSpan sinceStart)
    {
        if (_section.Ramp is not { } ramp || sinceStart <= ramp.At)
        {
            return 1;
        }

        var done = Math.Min(1, (sinceStart - ramp.At) / ramp.Over);
        return 1 + (ramp.Factor - 1) * done;
    }
}
