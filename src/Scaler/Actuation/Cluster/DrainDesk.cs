using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace SageServe.Scaler;

/// <summary>
/// Asks every live gateway of the region what it still holds of replicas, and the engines whether they run or hold anything. Who does not answer
/// counts as holding: only a word sets a replica free.
/// </summary>
internal sealed class DrainDesk(HttpClient http, KubernetesOptions options, Func<TimeSpan> timeout)
{
    private const int MostIds = 256;

    /// <param name="pods">Replicas; those that cannot hold anything are free.</param>
    /// <param name="gateways">Base addresses of admin listeners.</param>
    /// <param name="asksEngines">False: gateways alone.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<ImmutableDictionary<string, Holding>> AskAsync(IReadOnlyCollection<ClusterPod> pods, IReadOnlyCollection<string> gateways, bool asksEngines, CancellationToken stop)
    {
        var may = pods.Where(p => p.MayHold).ToArray();
        var answers = may.Length == 0 ? [] : await Task.WhenAll(gateways.Select(g => HeldAsync(g, may, stop)));
        var holdings = pods.ToDictionary(p => p.Name, p => p.MayHold ? Of(p, answers) : Holding.Free);
        if (asksEngines)
        {
            await Task.WhenAll(may.Where(p => holdings[p.Name].IsFree).Select(async p =>
            {
                var holding = await EngineAsync(p, stop);
                lock (holdings)
                {
                    holdings[p.Name] = holding;
                }
            }));
        }

        return holdings.ToImmutableDictionary();
    }

    private static Holding Of(ClusterPod pod, (string Gateway, ImmutableArray<HeldReplica>? Replicas)[] answers)
    {
        if (answers.Length == 0)
        {
            return new Holding(0, "no gateway of the region is known that could tell what it holds");
        }

        var held = 0;
        string? why = null;
        foreach (var (gateway, replicas) in answers)
        {
            var told = replicas?.FirstOrDefault(r => r.Id == pod.Id);
            held += told?.Held ?? 0;
            why ??= replicas is null ? $"gateway {gateway} does not answer"
                : told is null ? $"gateway {gateway} does not tell of it"
                : told.Held > 0 ? $"gateway {gateway} holds {told.Held} requests"
                : told.Admits ? $"gateway {gateway} still admits" : null;
        }

        return new Holding(held, why);
    }

    private async Task<(string Gateway, ImmutableArray<HeldReplica>? Replicas)> HeldAsync(string gateway, ClusterPod[] pods, CancellationToken stop)
    {
        var replicas = ImmutableArray.CreateBuilder<HeldReplica>();
        foreach (var some in pods.Chunk(MostIds))
        {
            var query = string.Join('&', some.Select(p => "id=" + Uri.EscapeDataString(p.Name)));
            var answer = await LimitedAsync(limit => GetAsync($"{gateway.TrimEnd('/')}/admin/held?{query}", limit), stop);
            if (answer is null || answer.Replicas.IsDefault)
            {
                return (gateway, null);
            }

            replicas.AddRange(answer.Replicas);
        }

        return (gateway, replicas.ToImmutable());
    }

    private async Task<HeldDocument?> GetAsync(string url, CancellationToken limit)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(url));
        if (options.AdminKeyFile is { } file)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(file, limit)).Trim());
        }

        using var response = await http.SendAsync(request, limit);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync(SharedJson.Default.HeldDocument, limit);
    }

    private async Task<Holding> EngineAsync(ClusterPod pod, CancellationToken stop)
    {
        if (pod.Url(options.PortName) is not { } url)
        {
            return new Holding(0, "its pod has no port at which its engine could be asked");
        }

        var text = await LimitedAsync(async limit => await http.GetByteArrayAsync(new Uri(url + "/metrics"), limit), stop);
        return text is null ? new Holding(0, "its engine does not answer") : OfEngine(PrometheusText.Parse(text));
    }

    private static Holding OfEngine(PrometheusScrape scrape)
    {
        string[] names = ["vllm:num_requests_running", "vllm:num_requests_waiting"];
        var busy = names.Sum(n => scrape.Sum(n));
        return names.Any(n => !scrape.All(n).Any()) ? new Holding(0, "its engine does not tell what it runs")
            : busy == 0 ? Holding.Free
            : new Holding(double.IsFinite(busy) ? (int)Math.Clamp(busy, 1, int.MaxValue) : 1, $"its engine has {busy:0} requests");
    }

    /// <summary>Null when there was no proper answer in time.</summary>
    private async Task<T?> LimitedAsync<T>(Func<CancellationToken, Task<T?>> call, CancellationToken stop)
        where T : class
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(timeout());
        try
        {
            return await call(limit.Token);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or FormatException or IOException or UnauthorizedAccessException or OperationCanceledException && !stop.IsCancellationRequested)
        {
            return null;
        }
    }
}
