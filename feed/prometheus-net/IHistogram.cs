namespace Prometheus;

public interface IHistogram : IObserver
{
    void Observe(double val, long count);

    double Sum { get; }

    long Count { get; }
}
