namespace Prometheus;

public interface ICounter : ICollectorChild
{
    void Inc(double increment = 1.0);

    void IncTo(double targetValue);

    double Value { get; }
}
