namespace Prometheus;

/// <summary>A number that only grows.</summary>
public sealed class Counter : Collector<Counter.Child>, ICounter
{
    internal Counter(string name, string help, string[] labelNames, CounterConfiguration configuration)
        : base(name, help, labelNames, configuration.SuppressInitialValue) =>
        CreateUnlabelledIfThereAreNoLabels();

    public double Value => Unlabelled.Value;

    internal override string TypeName => "counter";

    public void Inc(double increment = 1) => Unlabelled.Inc(increment);

    public void IncTo(double targetValue) => Unlabelled.IncTo(targetValue);

    public void Publish() => Unlabelled.Publish();

    public void Unpublish() => Unlabelled.Unpublish();

    private protected override Child NewChild(string[] labelValues, bool publish) => new(this, labelValues, publish);

    public sealed class Child : ChildBase, ICounter
    {
        private readonly Counter _parent;
        private ThreadSafeDouble _value;

        internal Child(Counter parent, string[] labelValues, bool publish)
            : base(labelValues, publish) =>
            _parent = parent;

        public double Value => _value.Value;

        public void Inc(double increment = 1.0)
        {
            if (increment < 0)
            {
                throw new ArgumentOutOfRangeException(nameof(increment), "Counter value cannot decrease.");
            }

            _value.Add(increment);
            PublishOnChange();
        }

        public void IncTo(double targetValue)
        {
            _value.IncrementTo(targetValue);
            PublishOnChange();
        }

        public override void Remove() => _parent.Remove(this);

        internal override void WriteTo(ExpositionWriter writer, Collector collector) =>
            writer.Sample(collector, "", LabelValues, _value.Value);
    }
}
