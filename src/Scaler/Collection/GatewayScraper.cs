namespace SageServe.Scaler;

/// <summary>Reads one gateway's metrics page. A gateway that can't be read is logged once until it answers again.</summary>
internal sealed class GatewayScraper(HttpClient http, ILogger<GatewayScraper> logger)
{
    private readonly SilenceLog _silence = new();

    /// <summary>Null when the gateway does not answer in time or not with metrics.</summary>
    public async Task<PrometheusScrape?> ScrapeAsync(GatewayTarget gateway, TimeSpan timeout, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(timeout);
        try
        {
            var text = await http.GetByteArrayAsync(new Uri(gateway.AdminUrl.TrimEnd('/') + "/metrics"), limit.Token);
            if (_silence.Ends(gateway.AdminUrl))
            {
                logger.GatewayHeardAgain(gateway.Region, gateway.AdminUrl);
            }

            return PrometheusText.Parse(text);
        }
        catch (Exception e) when (e is HttpRequestException or FormatException or OperationCanceledException && !stop.IsCancellationRequested)
        {
            if (_silence.Begins(gateway.AdminUrl))
            {
                logger.GatewaySilent(gateway.Region, gateway.AdminUrl, e.Message);
            }

            return null;
        }
    }
}
