using System.Text.Json.Nodes;

namespace SageServe.ClusterKit;

/// <summary>Starts what runs in pods.</summary>
public interface IEngineHost
{
    /// <summary>An engine became ready or ended.</summary>
    event Action? Changed;

    /// <param name="pod">The pod, bound to a node.</param>
    /// <param name="ip">Its own address.</param>
    IEngine Start(JsonObject pod, string ip);
}
