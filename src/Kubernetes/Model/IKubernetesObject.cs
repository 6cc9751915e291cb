namespace SageServe.Kubernetes;

public interface IKubernetesObject
{
    ObjectMeta Metadata { get; }
}
