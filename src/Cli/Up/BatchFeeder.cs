using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace SageServe.Cli;

/// <summary>Uploads a batch now and then, as a nightly job would, and watches each until it ends.</summary>
internal sealed class BatchFeeder(UpPlan plan, OpenLoopReplayer load) : IDisposable
{
    private const int Lines = 40;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(20);
    private static readonly string[] Final = ["completed", "failed", "expired", "cancelled"];

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(30) };
    private readonly List<(Uri Gateway, string Id)> _batches = [];
    private readonly List<Arrival> _lines = [];

    /// <summary>Every line as an arrival of patient work at the moment of its batch, with the longest answer that it allows.</summary>
    public IReadOnlyList<Arrival> LinesSent => _lines;

    /// <summary>Creates batches until the load's time is nearly over; a batch that cannot be made fails the run.</summary>
    public async Task FeedAsync(CancellationToken stop)
    {
        var random = new RandomStream(plan.Options.Seed).Child("batches");
        var models = plan.PatientModels.ToArray();
        for (var i = 0; plan.Options.Batches && !stop.IsCancellationRequested
            && (plan.Options.For is not { } end || load.Elapsed < end - Every / 2 || i == 0); i++)
        {
            var region = plan.Ports.Regions[i % plan.Ports.Regions.Length];
            var lines = MakeLines(region.Region, models[i % models.Length], random.Child($"{i}"));
            _batches.Add((region.PublicUrl, await CreateAsync(region.PublicUrl, lines, stop)));
            _lines.AddRange(lines);
            await Task.Delay(Every, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Waits until every batch ended or the limit is over, then counts.</summary>
    public async Task<BatchReport> FinishAsync(TimeSpan limit)
    {
        var until = load.Elapsed + limit;
        while (true)
        {
            var report = await CountAsync();
            if (report.Completed + report.Failed == report.Created || load.Elapsed > until)
            {
                return report;
            }

            await Task.Delay(200);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<string> CreateAsync(Uri gateway, IEnumerable<Arrival> lines, CancellationToken stop)
    {
        using var form = new MultipartFormDataContent { { new StringContent("batch"), "purpose" } };
        var file = new ByteArrayContent(Encoding.UTF8.GetBytes(InputFile(lines)));
        file.Headers.ContentType = new MediaTypeHeaderValue("application/jsonl");
        form.Add(file, "file", "batch.jsonl");
        using var uploaded = await PostAsync(new Uri(gateway, "/v1/files"), form, stop);
        var request = JsonContent.Create(new { input_file_id = Text(uploaded, "id"), endpoint = "/v1/chat/completions", completion_window = "24h" });
        using var created = await PostAsync(new Uri(gateway, "/v1/batches"), request, stop);
        return Text(created, "id");
    }

    private async Task<JsonDocument> PostAsync(Uri address, HttpContent content, CancellationToken stop)
    {
        using var response = await _http.PostAsync(address, content, stop);
        var body = await response.Content.ReadAsStringAsync(stop);
        return response.IsSuccessStatusCode
            ? JsonDocument.Parse(body)
            : throw new RunFailedException($"{address} answered {(int)response.StatusCode}: {body}");
    }

    private static string Text(JsonDocument document, string name) => document.RootElement.GetProperty(name).GetString()!;

    private Arrival[] MakeLines(RegionId region, string model, RandomStream random) =>
    [
        .. Enumerable.Range(0, Lines).Select(i => new Arrival(
            load.Elapsed, i, model, region, ServiceTier.NonInteractive, false, 100 + random.NextInt(700), 20 + random.NextInt(60))),
    ];

    private static string InputFile(IEnumerable<Arrival> lines)
    {
        var file = new StringBuilder();
        foreach (var line in lines)
        {
            using var prompt = new MemoryStream();
            PromptText.Append(prompt, line.PromptTokens, line.Sequence);
            var text = Encoding.UTF8.GetString(prompt.ToArray());
            file.Append(CultureInfo.InvariantCulture, $$$"""{"custom_id":"line-{{{line.Sequence}}}","method":"POST","url":"/v1/chat/completions","body":{"model":"{{{line.Model}}}","max_tokens":{{{line.OutputTokens}}},"ignore_eos":true,"messages":[{"role":"user","content":"{{{text}}}"}]}}""").Append('\n');
        }

        return file.ToString();
    }

    private async Task<BatchReport> CountAsync()
    {
        var (completed, failed, lines, linesDone, linesFailed) = (0, 0, 0, 0, 0);
        foreach (var (gateway, id) in _batches.ToArray())
        {
            using var batch = await _http.GetFromJsonAsync<JsonDocument>(new Uri(gateway, $"/v1/batches/{id}"));
            var status = batch!.RootElement.GetProperty("status").GetString();
            completed += status == "completed" ? 1 : 0;
            failed += status != "completed" && Final.Contains(status) ? 1 : 0;
            var counts = batch.RootElement.GetProperty("request_counts");
            lines += counts.GetProperty("total").GetInt32();
            linesDone += counts.GetProperty("completed").GetInt32();
            linesFailed += counts.GetProperty("failed").GetInt32();
        }

        return new BatchReport(_batches.Count, completed, failed, lines, linesDone, linesFailed);
    }
}
