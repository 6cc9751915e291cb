using System.Net.Http.Headers;
using SageServe.Hosting;
using SageServe.Routing;

namespace SageServe.Gateway.Tests;

/// <summary>Dispatch reduced to one engine: real HTTP, a fleet of one ready replica, room for a number of calls.</summary>
internal sealed class EngineRunner(string url, RegionId region, SteadyClock clock) : IDeferredRunner, IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri(url) };
    private int _inFlight;
    private int _looks;

    public event Action<ModelId>? RequestEnded;

    /// <summary>More at once find no room.</summary>
    public int Room { get; set; } = 64;

    public double KvUsage { get; set; }

    /// <summary>What was run, in order.</summary>
    public List<InferenceRequest> Seen { get; } = [];

    /// <summary>How often the fleet was looked at: once by each decision of the pump.</summary>
    public int Looks => Volatile.Read(ref _looks);

    public FleetSnapshot Fleet => new FleetSnapshotBuilder(region)
        .Add(Replica("llama-3.1-70b"))
        .Add(Replica("llama-3.1-8b"))
        .Build(clock.Now, Interlocked.Increment(ref _looks));

    public Pressure ReadPressure(ModelId model) => Pressure.Zero;

    public (PatientRoom Room, InteractiveSignal? Interactive) ReadForPatients(ModelId model) => (new PatientRoom(1000, 1000), null);

    public async Task<DeferredResult> RunAsync(InferenceRequest request, string path, ReadOnlyMemory<byte> body, CancellationToken cancellation, string? keyId = null, Instant? queuedAt = null)
    {
        try
        {
            if (Interlocked.Increment(ref _inFlight) > Room)
            {
                return new DeferredResult(RequestOutcome.Evicted, 0, default, null);
            }

            lock (Seen)
            {
                Seen.Add(request);
            }

            return await SendAsync(path, body, cancellation);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
            RequestEnded?.Invoke(request.Model);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<DeferredResult> SendAsync(string path, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        try
        {
            using var content = new ReadOnlyMemoryContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var answer = await _http.PostAsync(new Uri(path, UriKind.Relative), content, cancellation);
            return new DeferredResult(RequestOutcome.Completed, (int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(cancellation), null);
        }
        catch (OperationCanceledException)
        {
            return new DeferredResult(RequestOutcome.ClientLeft, 0, default, null);
        }
        catch (HttpRequestException)
        {
            return new DeferredResult(RequestOutcome.UpstreamFailed, 0, default, null);
        }
    }

    private InstanceSnapshot Replica(string model) => new()
    {
        Id = new InstanceId($"{region}-{model}-1"),
        Pool = new PoolId(new DeploymentId(new ModelId(model), region), new AcceleratorId("a100"), CapacityType.OnDemand, "r1"),
        Phase = InstancePhase.Ready,
        MetricsAt = clock.Now,
        KvUsage = new Utilization(KvUsage),
        KvCapacityTokens = 100_000,
        MaxSequences = 64,
    };
}
