using System.Text;
using SageServe.Hosting;
using Yarp.ReverseProxy.Forwarder;

namespace SageServe.Gateway;

/// <summary>
/// Runs the code of a request once before the gateway is ready, so that the first client does not wait for its compilation.
/// A refused call to itself, an attempt that ends at its own admin page and a made-up stream: no engine and no figure is touched.
/// </summary>
internal sealed class WarmUp(
    IHttpForwarder forwarder, EngineClient client, ServingCatalog catalog, SteadyClock clock, IHostApplicationLifetime lifetime, GatewayOptions options)
    : BackgroundService, IReadinessCheck
{
    private const string Body = """{"model":" not served ","stream":true,"messages":[{"role":"user","content":"x"}]}""";

    // Told to nobody else, so that no client is taken for it.
    private static readonly string OwnId = RequestIds.New().Value;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private volatile bool _done;

    public string Name => "warm-up";

    /// <summary>True for the call to itself, which is in no figure and no trace.</summary>
    public static bool IsOwn(HttpRequest request) => request.Headers[HeaderNames.RequestId] is [var id] && id == OwnId;

    public string? NotReadyBecause() => _done ? null : "its code is being warmed up";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.UnsafeRegister(static s => ((TaskCompletionSource)s!).TrySetResult(), started);
        await started.Task.WaitAsync(stoppingToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        limit.CancelAfter(Limit);
        try
        {
            new SseFilter(dropsUsage: true).Take("data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\n"u8.ToArray());
            await AttemptAsync(limit.Token);
            await RefusedCallAsync(limit.Token);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or UriFormatException)
        {
            // A listener that cannot be reached by its own name is no fault; the first client is a little slower.
        }
        finally
        {
            _done = true;
        }
    }

    private async Task RefusedCallAsync(CancellationToken cancellation)
    {
        using var content = new StringContent(Body, Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, options.PublicUrl.TrimEnd('/') + EngineRoute.All[0].Path) { Content = content };
        request.Headers.TryAddWithoutValidation(HeaderNames.RequestId, OwnId);
        using var response = await client.Invoker.SendAsync(request, cancellation);
        await response.Content.ReadAsByteArrayAsync(cancellation);
    }

    private async Task AttemptAsync(CancellationToken cancellation)
    {
        var exchange = new Exchange
        {
            Request = Request(),
            Path = "/version",
            Body = Encoding.UTF8.GetBytes(Body),
            Sink = new MemorySink(options.Forwarding.MaxBufferedAnswerBytes),
            ClientGone = cancellation,
            PublicId = OwnId,
        };
        var answer = new AnswerStream(exchange, progress: null);
        var attempt = new UpstreamAttempt(exchange, answer);
        await forwarder.SendAsync(attempt.Context, options.AdminUrl, client.Invoker, client.Config, attempt, cancellation);
        await answer.CompleteAsync(cancellation);
    }

    private InferenceRequest Request() => new()
    {
        Id = RequestIds.New(),
        Model = catalog.Models[0].Id,
        Tier = ServiceTier.NonInteractive,
        Tenant = Caller.Anonymous.Tenant,
        Origin = new RegionId(options.Region),
        PromptTokens = 1,
        ExpectedOutputTokens = 1,
        Arrived = clock.Now,
        Deadline = clock.Now,
    };
}
