namespace Prometheus;

public interface ICollectorChild
{
}
