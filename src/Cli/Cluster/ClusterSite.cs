using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using SageServe.Kubernetes;

namespace SageServe.Cli;

/// <summary>The namespace in which checks work: calls in it, waits, and what was made and is to be taken away.</summary>
internal sealed class ClusterSite(JsonApi api, ClusterCheckOptions options, TimeProvider time, CancellationToken cancel)
{
    public const string ManagedBy = "app.kubernetes.io/managed-by";
    public const string Manager = "sageserve-check";
    public const string MergePatch = "application/merge-patch+json";
    public const string StrategicPatch = "application/strategic-merge-patch+json";

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly List<string> _made = [];

    public TimeSpan Patience => options.Patience;

    public string Image => options.Image;

    public string Namespace => options.Namespace;

    public TimeProvider Time => time;

    public string Core(string plural) => $"api/v1/namespaces/{options.Namespace}/{plural}";

    public string Api(string group, string plural) => $"apis/{group}/v1/namespaces/{options.Namespace}/{plural}";

    public static void Require(bool isSo, string seen)
    {
        if (!isSo)
        {
            throw new ClusterFindingException(ClusterOutcome.Differs, seen);
        }
    }

    public async Task<JsonAnswer> SendAsync(HttpMethod method, string path, JsonObject? body = null, string type = "application/json")
    {
        var answer = await api.SendAsync(method, path, body, cancel, type);
        if (answer.Status == HttpStatusCode.Forbidden && ClusterRights.IsAboutRights(answer))
        {
            throw new BadInputException(ClusterRights.Advice([answer.Told]));
        }

        return answer;
    }

    public async IAsyncEnumerable<JsonObject> WatchAsync(string path, TimeSpan limit)
    {
        // The server ends a watch itself; one that is dead is not waited for.
        using var own = new CancellationTokenSource(limit + TimeSpan.FromSeconds(5), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(own.Token, cancel);
        var seconds = Math.Max(1, (int)limit.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        await foreach (var line in api.WatchAsync($"{path}&timeoutSeconds={seconds}", either.Token))
        {
            yield return line;
        }
    }

    /// <summary>Sends an object of our own; it goes when the check ends.</summary>
    public Task<JsonAnswer> PostAsync(string collection, JsonObject item)
    {
        (item["metadata"]!["labels"] ??= new JsonObject())[ManagedBy] = Manager;
        _made.Add($"{collection}/{item.ObjectName()}");
        return SendAsync(HttpMethod.Post, collection, item);
    }

    /// <summary>As <see cref="PostAsync"/>, where anything but success says nothing about what is asked.</summary>
    public async Task<JsonObject> MakeAsync(string collection, JsonObject item) => Known(await PostAsync(collection, item), $"{collection}: create");

    public async Task<JsonObject> ReadAsync(string path) => Known(await SendAsync(HttpMethod.Get, path), $"{path}: get");

    /// <summary>Replaces an object by a changed copy, again where somebody else was faster.</summary>
    public async Task<JsonObject> ChangeAsync(string path, Action<JsonObject> change)
    {
        for (var tries = 0; ; tries++)
        {
            var item = await ReadAsync(path);
            change(item);
            var answer = await SendAsync(HttpMethod.Put, path, item);
            if (answer.Status != HttpStatusCode.Conflict || tries == 20)
            {
                return Known(answer, $"{path}: update");
            }
        }
    }

    /// <summary>Waits until something is so.</summary>
    /// <param name="isSo">Looked at again and again.</param>
    /// <param name="seen">Told when it has not come in time.</param>
    /// <param name="outcome">What the check is then.</param>
    public async Task UntilAsync(Func<Task<bool>> isSo, Func<string> seen, ClusterOutcome outcome = ClusterOutcome.Differs)
    {
        var (began, pause) = (time.GetTimestamp(), FirstPause);
        while (!await isSo())
        {
            if (time.GetElapsedTime(began) > options.Patience)
            {
                throw new ClusterFindingException(outcome, $"{seen()} (waited {options.Patience.TotalSeconds:0} s)");
            }

            await Task.Delay(pause, time, cancel);
            pause = pause * 1.5 < LongestPause ? pause * 1.5 : LongestPause;
        }
    }

    /// <summary>Takes away what was made here, the last first.</summary>
    public async Task CleanAsync(CancellationToken giveUp)
    {
        foreach (var path in _made.Distinct().Reverse().ToArray())
        {
            await api.SendAsync(HttpMethod.Delete, path, new JsonObject { ["kind"] = "DeleteOptions", ["apiVersion"] = "v1", ["propagationPolicy"] = "Background" }, giveUp);
        }

        _made.Clear();
    }

    private static JsonObject Known(JsonAnswer answer, string what) =>
        answer.IsSuccess ? answer.Body : throw new ClusterFindingException(ClusterOutcome.Unknown, $"{what} was refused: {answer.Told}");
}
