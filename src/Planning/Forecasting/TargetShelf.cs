using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>The books of all targets of one load, written at the same origins.</summary>
internal sealed class TargetShelf
{
    private readonly double[] _said;

    /// <param name="targets">What is forecast.</param>
    /// <param name="methods">How many answer.</param>
    /// <param name="floor">Lifts both sides of a ratio, so that quiet times don't dominate the band.</param>
    /// <param name="rule">What is made of the answers.</param>
    public TargetShelf(ImmutableArray<ForecastTarget> targets, int methods, double floor, CombineRule rule)
    {
        Books = [.. targets.Select(t => new TargetBook(t, methods, floor, rule))];
        _said = new double[methods];
        Floor = floor;
    }

    public double Floor { get; }

    public ImmutableArray<TargetBook> Books { get; }

    public MemoryLength Memory { get; private set; }

    /// <summary>Takes in what came of forecasts whose span is over.</summary>
    /// <param name="bins">What came.</param>
    /// <param name="now">Nothing later is looked at.</param>
    /// <param name="seen">Gets the number of the target and each of its forecasts that came out.</param>
    public void Settle(DemandGrid bins, Instant now, Action<int, TargetEntry>? seen = null)
    {
        for (var i = 0; i < Books.Length; i++)
        {
            var target = i;
            Books[i].Settle(bins, now, seen is null ? null : entry => seen(target, entry));
        }
    }

    /// <summary>The load has changed its ways at this time: what was learnt before counts less.</summary>
    public void Changed(Instant at)
    {
        Memory = new MemoryLength(at);
        foreach (var book in Books)
        {
            book.Fade(MemoryLength.BeforeChange);
        }
    }

    /// <summary>One answer per target, in their order.</summary>
    /// <param name="origin">End of the newest demand known.</param>
    /// <param name="paths">Of each method, by steps.</param>
    /// <param name="step">Their length.</param>
    public ForecastQuantiles[] Issue(Instant origin, double[][] paths, TimeSpan step)
    {
        var answers = new ForecastQuantiles[Books.Length];
        for (var i = 0; i < answers.Length; i++)
        {
            for (var k = 0; k < _said.Length; k++)
            {
                _said[k] = Books[i].Target.OfPath(paths[k], step);
            }

            answers[i] = Books[i].Issue(origin, _said, Memory);
        }

        return answers;
    }
}
