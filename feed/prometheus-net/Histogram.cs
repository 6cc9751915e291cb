namespace Prometheus;

/// <summary>Counts of observations by upper bound, with their sum.</summary>
public sealed class Histogram : Collector<Histogram.Child>, IHistogram
{
    private static readonly double[] DefaultBuckets = [.005, .01, .025, .05, .075, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10];

    private readonly double[] _buckets;
    private readonly string[] _bounds;

    internal Histogram(string name, string help, string[] labelNames, HistogramConfiguration configuration)
        : base(name, help, labelNames, configuration.SuppressInitialValue)
    {
        if (labelNames.Contains("le"))
        {
            throw new ArgumentException("'le' is a reserved label name", nameof(labelNames));
        }

        _buckets = Checked(configuration.Buckets ?? DefaultBuckets);
        _bounds = Array.ConvertAll(_buckets, ExpositionWriter.Format);
        CreateUnlabelledIfThereAreNoLabels();
    }

    public double Sum => Unlabelled.Sum;

    public long Count => Unlabelled.Count;

    internal override string TypeName => "histogram";

    public void Observe(double val) => Unlabelled.Observe(val);

    public void Observe(double val, long count) => Unlabelled.Observe(val, count);

    public void Publish() => Unlabelled.Publish();

    public void Unpublish() => Unlabelled.Unpublish();

    /// <summary><paramref name="count"/> bounds from <paramref name="start"/>, each <paramref name="factor"/> times the last.</summary>
    public static double[] ExponentialBuckets(double start, double factor, int count)
    {
        if (count <= 0 || start <= 0 || factor <= 1)
        {
            throw new ArgumentException("ExponentialBuckets needs a positive count and start and a factor above 1.");
        }

        var bounds = new double[count];
        for (var i = 0; i < count; i++, start *= factor)
        {
            bounds[i] = start;
        }

        return bounds;
    }

    /// <summary><paramref name="count"/> bounds from <paramref name="start"/>, <paramref name="width"/> apart.</summary>
    public static double[] LinearBuckets(double start, double width, int count)
    {
        if (count <= 0)
        {
            throw new ArgumentException("LinearBuckets needs a positive count.", nameof(count));
        }

        var bounds = new double[count];
        for (var i = 0; i < count; i++, start += width)
        {
            bounds[i] = start;
        }

        return bounds;
    }

    private protected override Child NewChild(string[] labelValues, bool publish) => new(this, labelValues, publish);

    private static double[] Checked(double[] buckets)
    {
        if (buckets.Length == 0)
        {
            throw new ArgumentException("Histogram must have at least one bucket", nameof(buckets));
        }

        for (var i = 1; i < buckets.Length; i++)
        {
            if (buckets[i] <= buckets[i - 1])
            {
                throw new ArgumentException("Bucket values must be increasing", nameof(buckets));
            }
        }

        return double.IsPositiveInfinity(buckets[^1]) ? buckets : [.. buckets, double.PositiveInfinity];
    }

    public sealed class Child : ChildBase, IHistogram
    {
        private readonly Histogram _parent;
        private readonly long[] _counts;
        private ThreadSafeDouble _sum;

        internal Child(Histogram parent, string[] labelValues, bool publish)
            : base(labelValues, publish)
        {
            _parent = parent;
            _counts = new long[parent._buckets.Length];
        }

        public double Sum => _sum.Value;

        public long Count
        {
            get
            {
                long total = 0;
                for (var i = 0; i < _counts.Length; i++)
                {
                    total += Interlocked.Read(ref _counts[i]);
                }

                return total;
            }
        }

        public void Observe(double val) => Observe(val, 1);

        public void Observe(double val, long count)
        {
            // As in the package: a NaN belongs to no bucket and is not counted.
            if (double.IsNaN(val))
            {
                return;
            }

            var found = Array.BinarySearch(_parent._buckets, val);
            Interlocked.Add(ref _counts[found >= 0 ? found : ~found], count);
            _sum.Add(val * count);
            PublishOnChange();
        }

        public override void Remove() => _parent.Remove(this);

        internal override void WriteTo(ExpositionWriter writer, Collector collector)
        {
            // One read per bucket; _count is their sum, so that a scrape is never inconsistent with itself.
            long cumulated = 0;
            for (var i = 0; i < _counts.Length; i++)
            {
                cumulated += Interlocked.Read(ref _counts[i]);
                writer.Sample(collector, "_bucket", LabelValues, cumulated, _parent._bounds[i]);
            }

            writer.Sample(collector, "_sum", LabelValues, _sum.Value);
            writer.Sample(collector, "_count", LabelValues, cumulated);
        }
    }
}
