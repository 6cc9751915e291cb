using System.Collections.Immutable;
using System.Numerics;

namespace SageServe.EngineModel;

/// <summary>
/// The same line through a profile's points as <see cref="StepTable"/>, read in O(1): a step finds its segment by the power
/// of two of its size. Its memory is that of the points, whatever the token budget.
/// </summary>
internal sealed class StepCurve
{
    private readonly StepPoint[] _starts;
    private readonly double[] _slopes;
    private readonly int[] _ends;
    private readonly byte[] _firstOfPower = new byte[32];

    public StepCurve(ImmutableArray<StepPoint> points)
    {
        if (points.Length == 1)
        {
            points = points.Insert(0, new StepPoint(0, 0));
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(points.Length, byte.MaxValue);
        _starts = [.. points[..^1]];
        _slopes = new double[_starts.Length];
        _ends = new int[_starts.Length];
        for (var i = 0; i < _starts.Length; i++)
        {
            _slopes[i] = (points[i + 1].Seconds - points[i].Seconds) / (points[i + 1].Size - points[i].Size);
            _ends[i] = (int)Math.Min(int.MaxValue, Math.Ceiling(points[i + 1].Size) - 1);
        }

        _ends[^1] = int.MaxValue;
        for (var power = 0; power < 31; power++)
        {
            _firstOfPower[power] = (byte)Array.FindIndex(_ends, end => (1 << power) <= end);
        }
    }

    /// <param name="size">Tokens or sequences of the step, at least 1.</param>
    public double Seconds(int size)
    {
        var segment = (int)_firstOfPower[BitOperations.Log2((uint)size)];
        while (size > _ends[segment])
        {
            segment++;
        }

        ref readonly var start = ref _starts[segment];
        return Math.Max(0, start.Seconds + _slopes[segment] * (size - start.Size));
    }
}
