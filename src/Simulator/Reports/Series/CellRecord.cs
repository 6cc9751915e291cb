using System.Collections.Immutable;

namespace SageServe.Simulator;

/// <summary>What <see cref="SeriesRecorder"/> keeps of one model in one region.</summary>
internal sealed class CellRecord(int bins)
{
    private const int Digits = 4;
    private readonly double[] _interactive = new double[bins];
    private readonly double[] _patient = new double[bins];
    private readonly SampledRow[] _rows = [.. Enumerable.Range(0, Enum.GetValues<Row>().Length).Select(_ => new SampledRow(bins))];
    private long _lastSample = -1;

    private enum Row
    {
        Capacity,
        Ready,
        Starting,
        Draining,
        Donated,
        Kv,
        Pressure,
        Held,
        Deferred,
    }

    public static double? Rounded(double? value) => value is { } number ? Math.Round(number, Digits) : null;

    public void Offer(int bin, in SimulatedArrival arrival) =>
        (arrival.Tier.IsInteractive() ? _interactive : _patient)[bin] += arrival.PromptTokens;

    /// <param name="driver">Of this model and region.</param>
    /// <param name="mix">Of the model's requests so far.</param>
    /// <param name="bin">Where it counts.</param>
    /// <param name="sample">Number of the sample; the first look at each one counts.</param>
    /// <param name="now">Request time.</param>
    public void Sample(FlowDriver driver, ModelMix mix, int bin, long sample, Instant now)
    {
        if (sample <= _lastSample)
        {
            return;
        }

        _lastSample = sample;
        var read = driver.Flow.Read(now);
        void Add(Row row, double value) => _rows[(int)row].Add(bin, value);
        if (mix.Seen)
        {
            Add(Row.Capacity, Capacity(driver, mix));
        }

        Add(Row.Kv, read.Summary.KvUtilization.Value);
        Add(Row.Pressure, read.Pressure.Value);
        Add(Row.Held, read.Held[(int)ServiceTier.InteractiveFast] + read.Held[(int)ServiceTier.InteractiveNormal]);
        Add(Row.Deferred, driver.Lane.Waiting);
        Span<int> phases = stackalloc int[8];
        foreach (var replica in driver.Region.Replicas)
        {
            phases[(int)replica.Phase] += replica.Pool.Model == driver.Flow.Model ? 1 : 0;
        }

        Add(Row.Ready, phases[(int)InstancePhase.Ready]);
        Add(Row.Starting, phases[(int)InstancePhase.Starting]);
        Add(Row.Draining, phases[(int)InstancePhase.Draining]);
        Add(Row.Donated, phases[(int)InstancePhase.Donated]);
    }

    public CellSeries ToSeries(ModelId model, RegionId region, double binSeconds) => new()
    {
        Model = model,
        Region = region,
        OfferedInteractive = [.. _interactive.Select(tokens => Math.Round(tokens / binSeconds, Digits))],
        OfferedPatient = [.. _patient.Select(tokens => Math.Round(tokens / binSeconds, Digits))],
        Capacity = Means(Row.Capacity),
        Ready = Means(Row.Ready),
        Starting = Means(Row.Starting),
        Draining = Means(Row.Draining),
        Donated = Means(Row.Donated),
        KvUtilization = Means(Row.Kv),
        Pressure = Means(Row.Pressure),
        Held = Means(Row.Held),
        Deferred = Means(Row.Deferred),
    };

    private static double Capacity(FlowDriver driver, ModelMix mix)
    {
        var (sum, rate, known) = (0.0, 0.0, (AcceleratorId?)null);
        foreach (var replica in driver.Region.Replicas)
        {
            if (replica.Phase != InstancePhase.Ready || replica.Pool.Model != driver.Flow.Model)
            {
                continue;
            }

            (rate, known) = known == replica.Pool.Accelerator ? (rate, known) : (mix.PerReplica(replica.Pool.Accelerator), replica.Pool.Accelerator);
            sum += rate;
        }

        return sum;
    }

    private ImmutableArray<double?> Means(Row row) => _rows[(int)row].Means(Digits);
}
