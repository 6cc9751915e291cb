using System.Text.Json;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>
/// <c>GET /admin/overview</c>: this region's fleet, the peers' and the scaler's pages in one document, so that a browser needs to reach
/// one process only. Read at most twice a second, however many people look.
/// </summary>
internal sealed class OverviewReader(GatewayOptions options, FleetEndpoint fleet, OverviewParts parts, EnvelopeClock clock) : IDisposable
{
    private const string NewestReceipts = "?limit=20";
    private static readonly TimeSpan KeptFor = TimeSpan.FromMilliseconds(500);

    private readonly SemaphoreSlim _gate = new(1);
    private byte[]? _last;
    private Instant _takenAt;

    public void Dispose() => _gate.Dispose();

    public async Task<byte[]> ReadAsync(CancellationToken stop)
    {
        await _gate.WaitAsync(stop);
        try
        {
            if (_last is null || clock.Real.Now - _takenAt >= KeptFor)
            {
                _last = await BuildAsync();
                _takenAt = clock.Real.Now;
            }

            return _last;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<byte[]> BuildAsync()
    {
        var regions = Task.WhenAll(options.Peers.Select(async p => (p.Region, Part: await parts.AskAsync(p.AdminUrl, "/admin/fleet"))));
        string[] names = ["plan", "state", "demand", "receipts"];
        var scaler = Task.WhenAll(names.Select(n => parts.AskAsync(options.ScalerAdminUrl, "/admin/" + n + (n == "receipts" ? NewestReceipts : ""))));
        var own = new OverviewPart(OverviewPart.Ok, JsonSerializer.SerializeToUtf8Bytes(fleet.Read(), GatewayJson.Default.FleetView));
        var all = (await regions).Append((options.Region, Part: own)).OrderBy(r => r.Region, StringComparer.Ordinal);
        return Write(all, names.Zip(await scaler));
    }

    private byte[] Write(IEnumerable<(string Region, OverviewPart Part)> regions, IEnumerable<(string Name, OverviewPart Part)> scaler)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("region", options.Region);
            writer.WriteString("takenAt", clock.Real.Now.ToString());
            writer.WriteString("envelopeNow", clock.Now.ToString());
            writer.WriteNumber("speed", clock.Document.Speed);
            writer.WriteStartArray("regions");
            foreach (var (region, part) in regions)
            {
                writer.WriteStartObject();
                writer.WriteString("region", region);
                writer.WriteString("status", part.Status);
                WritePart(writer, "fleet", part);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            WriteScaler(writer, [.. scaler]);
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>The scaler counts as reached when all its pages were.</summary>
    private static void WriteScaler(Utf8JsonWriter writer, (string Name, OverviewPart Part)[] pages)
    {
        writer.WriteStartObject("scaler");
        writer.WriteString("status", pages.Select(p => p.Part.Status).FirstOrDefault(s => s != OverviewPart.Ok) ?? OverviewPart.Ok);
        foreach (var (name, part) in pages)
        {
            WritePart(writer, name, part);
        }

        writer.WriteEndObject();
    }

    private static void WritePart(Utf8JsonWriter writer, string name, OverviewPart part)
    {
        writer.WritePropertyName(name);
        if (part.Json is { } json)
        {
            writer.WriteRawValue(json, skipInputValidation: true);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
