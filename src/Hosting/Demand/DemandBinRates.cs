using System.Collections.Immutable;

namespace SageServe.Hosting;

/// <summary>The three published rates of one bin, collected one by one; a bin counts when all three are there.</summary>
public struct DemandBinRates
{
    private double _prompt;
    private double _output;
    private double _requests;
    private int _seen;

    /// <summary>Prompt tokens.</summary>
    public const int Prompt = 0;
    /// <summary>Output tokens.</summary>
    public const int Output = 1;
    /// <summary>Requests.</summary>
    public const int Requests = 2;

    /// <summary>The metric of each rate, in the order of the constants above.</summary>
    public static readonly ImmutableArray<MetricName> Metrics = [MetricNames.DemandPromptRate, MetricNames.DemandOutputRate, MetricNames.DemandRequestRate];

    /// <summary>A value that is no rate makes this one unknown.</summary>
    /// <param name="rate">One of the constants.</param>
    /// <param name="value">Per second of request time.</param>
    public void Set(int rate, double value)
    {
        if (!double.IsFinite(value) || value < 0)
        {
            _seen &= ~(1 << rate);
            return;
        }

        _seen |= 1 << rate;
        switch (rate)
        {
            case Prompt:
                _prompt = value;
                break;
            case Output:
                _output = value;
                break;
            default:
                _requests = value;
                break;
        }
    }

    /// <summary>Null until all three are known.</summary>
    public readonly DemandBin? ToBin(DemandSeriesId series, DemandBinSpan span) =>
        _seen == 0b111 ? new DemandBin(series, span.Start, span.Length, _prompt, _output, _requests) : null;
}
