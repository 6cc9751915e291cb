namespace Prometheus;

/// <summary>A number that goes up and down.</summary>
public sealed class Gauge : Collector<Gauge.Child>, IGauge
{
    internal Gauge(string name, string help, string[] labelNames, GaugeConfiguration configuration)
        : base(name, help, labelNames, configuration.SuppressInitialValue) =>
        CreateUnlabelledIfThereAreNoLabels();

    public double Value => Unlabelled.Value;

    internal override string TypeName => "gauge";

    public void Inc(double increment = 1) => Unlabelled.Inc(increment);

    public void Set(double val) => Unlabelled.Set(val);

    public void Dec(double decrement = 1) => Unlabelled.Dec(decrement);

    public void IncTo(double targetValue) => Unlabelled.IncTo(targetValue);

    public void DecTo(double targetValue) => Unlabelled.DecTo(targetValue);

    public void Publish() => Unlabelled.Publish();

    public void Unpublish() => Unlabelled.Unpublish();

    private protected override Child NewChild(string[] labelValues, bool publish) => new(this, labelValues, publish);

    public sealed class Child : ChildBase, IGauge
    {
        private readonly Gauge _parent;
        private ThreadSafeDouble _value;

        internal Child(Gauge parent, string[] labelValues, bool publish)
            : base(labelValues, publish) =>
            _parent = parent;

        public double Value => _value.Value;

        public void Inc(double increment = 1)
        {
            _value.Add(increment);
            PublishOnChange();
        }

        public void Set(double val)
        {
            _value.Value = val;
            PublishOnChange();
        }

        public void Dec(double decrement = 1) => Inc(-decrement);

        public void IncTo(double targetValue)
        {
            _value.IncrementTo(targetValue);
            PublishOnChange();
        }

        public void DecTo(double targetValue)
        {
            _value.DecrementTo(targetValue);
            PublishOnChange();
        }

        public override void Remove() => _parent.Remove(this);

        internal override void WriteTo(ExpositionWriter writer, Collector collector) =>
            writer.Sample(collector, "", LabelValues, _value.Value);
    }
}
