namespace SageServe.ClusterKit;

/// <summary>A pod as its kubelet knows it.</summary>
internal sealed class RunningPod(string ip, IEngine engine)
{
    public string Ip => ip;

    public IEngine Engine { get; set; } = engine;

    public int Restarts { get; set; }

    public bool IsTerminated { get; set; }

    public required DateTimeOffset Since { get; set; }
}
