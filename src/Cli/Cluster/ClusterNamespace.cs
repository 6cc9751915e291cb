using System.Net;
using System.Text.Json.Nodes;
using SageServe.Kubernetes;

namespace SageServe.Cli;

/// <summary>The namespace of a run: made and removed, or an empty one that was there and stays.</summary>
internal sealed class ClusterNamespace(JsonApi api, string name, TimeSpan patience, TimeProvider time)
{
    private const string Collection = "api/v1/namespaces";

    private bool _isOurs;

    public string Name => name;

    private string Path => $"{Collection}/{name}";

    /// <returns>Whether it is there already.</returns>
    public async Task<bool> ExistsAsync(CancellationToken cancel)
    {
        var found = await api.SendAsync(HttpMethod.Get, Path, null, cancel);
        if (found.Status == HttpStatusCode.NotFound)
        {
            return false;
        }

        // Who may not read namespaces may still work in one: then making it tells.
        if (!found.IsSuccess)
        {
            throw new BadInputException(ClusterRights.Advice([found.Told]));
        }

        if (found.Body.IsLeaving())
        {
            throw new BadInputException($"namespace '{name}' is being removed. Wait, or name another with --namespace.");
        }

        var pods = await api.SendAsync(HttpMethod.Get, $"{Path}/pods?limit=1", null, cancel);
        if (pods.Body.FieldItems("items") is [{ } pod, ..])
        {
            throw new BadInputException($"namespace '{name}' has pods ('{pod.ObjectName()}'): checks work only in one that has none. Name another, or none, with --namespace.");
        }

        return true;
    }

    public async Task MakeAsync(CancellationToken cancel)
    {
        var body = new JsonObject
        {
            ["apiVersion"] = "v1", ["kind"] = "Namespace",
            ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = new JsonObject { [ClusterSite.ManagedBy] = ClusterSite.Manager } },
        };

        // From here on: an answer that is lost may still have made it.
        _isOurs = true;
        var answer = await api.SendAsync(HttpMethod.Post, Collection, body, cancel);
        if (!answer.IsSuccess)
        {
            _isOurs = false;
            throw new BadInputException(ClusterRights.IsAboutRights(answer) ? ClusterRights.Advice([answer.Told]) : $"namespace '{name}' cannot be made: {answer.Told}");
        }
    }

    /// <summary>Removes it, where it was made here, and waits until it is gone.</summary>
    /// <returns>Null, or what is left behind.</returns>
    public async Task<string?> CloseAsync(CancellationToken giveUp)
    {
        if (!_isOurs)
        {
            return null;
        }

        try
        {
            var answer = await api.SendAsync(HttpMethod.Delete, Path, null, giveUp);
            var began = time.GetTimestamp();
            while (answer.Status != HttpStatusCode.NotFound)
            {
                if (!answer.IsSuccess || time.GetElapsedTime(began) > patience)
                {
                    return Left(answer.IsSuccess ? "it is still ending" : answer.Told);
                }

                await Task.Delay(TimeSpan.FromMilliseconds(100), time, giveUp);
                answer = await api.SendAsync(HttpMethod.Get, Path, null, giveUp);
            }

            return null;
        }
        catch (Exception e) when (e is OperationCanceledException or HttpRequestException or KubernetesException)
        {
            return Left(e is OperationCanceledException ? "interrupted" : e.Message);
        }
    }

    private string Left(string why) => $"namespace '{name}' may be left ({why}); remove it: kubectl delete namespace {name}";
}
