using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace SageServe.Cli;

/// <summary>
/// A bucket on an S3-compatible server of the run: moto's, which keeps objects in memory. Told to end (SIGTERM), it first writes what it has to a
/// file, and answers nothing that is not in it; its next start reads that.
/// </summary>
internal sealed class ChaosBucket(RunDirectory directory, int port) : IChaosStore
{
    private const string Name = "batches";
    private const int ReadAtOnce = 8;

    private const string Program = """
        import os, pickle, signal, sys, threading, time
        from moto.s3.models import s3_backends
        from moto.server import DomainDispatcherApplication, create_backend_app
        from werkzeug.serving import make_server

        port, dump = int(sys.argv[1]), sys.argv[2]
        app, gate, ended = DomainDispatcherApplication(create_backend_app), threading.Lock(), [False]
        store = s3_backends["123456789012"]["aws"]

        def answer(environ, start):
            said = []
            parts = list(app(environ, lambda *a: said.append(a)))
            with gate:
                if ended[0]:
                    time.sleep(3600)
                start(*said[0])
                return parts

        def end():
            with gate:
                ended[0] = True
                kept = [(b.name, [(k.name, k.value, k.last_modified) for k in list(b.keys.values())]) for b in list(store.buckets.values())]
                with open(dump, "wb") as file:
                    pickle.dump(kept, file)
                os._exit(0)

        if os.path.exists(dump):
            with open(dump, "rb") as file:
                for name, keys in pickle.load(file):
                    store.create_bucket(name, "us-east-1")
                    for key, value, modified in keys:
                        store.put_object(name, key, value).last_modified = modified

        signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=end).start())
        make_server("127.0.0.1", port, answer, threaded=True).serve_forever()
        """;

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly XNamespace S3 = "http://s3.amazonaws.com/doc/2006-03-01/";

    private readonly string _python = Programs.TryOfSystem("python3") ?? throw Missing();
    private readonly string _dump = directory.File("bucket.dump");
    private readonly HttpClient _http = Client();
    private readonly Uri _bucket = new(RegionPorts.Local(port), Name + "/");
    private ChildProcess? _process;

    public JsonObject Configuration(bool isShared) => new()
    {
        ["Kind"] = "s3",
        ["S3"] = new JsonObject
        {
            ["Endpoint"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"),
            ["Bucket"] = Name,
            ["AccessKeyId"] = "of-this-run-only",
            ["SecretAccessKey"] = "of-this-run-only",
        },
    };

    /// <exception cref="BadInputException">There is no such server here.</exception>
    public async Task StartAsync(CancellationToken stop)
    {
        _process = ChildProcess.Start("bucket", directory.File("bucket.log"), _python, "-c", Program, port.ToString(CultureInfo.InvariantCulture), _dump);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        while (!await AnswersAsync(stop))
        {
            if (_process.Died && _process.LogTail().Contains("No module named", StringComparison.Ordinal))
            {
                throw Missing();
            }

            if (_process.Died || watch.Elapsed > StartLimit)
            {
                throw new RunFailedException($"The bucket's server did not start. The end of its log:\n{_process.LogTail()}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), stop);
        }
    }

    /// <summary>Lets it hang, with every connection open.</summary>
    public Task HangAsync(TimeSpan length, CancellationToken stop) => Signals.HangAsync(_process!.Id, length, stop);

    /// <summary>Ends it; what it has answered is kept.</summary>
    public async Task EndAsync(CancellationToken stop)
    {
        await _process!.StopAsync(StartLimit);
        stop.ThrowIfCancellationRequested();
        if (!File.Exists(_dump))
        {
            throw new RunFailedException($"The bucket's server ended without keeping what it had. The end of its log:\n{_process.LogTail()}");
        }

        await _process.DisposeAsync();
    }

    public Task<string> ReadAsync(string key, CancellationToken stop) => _http.GetStringAsync(new Uri(_bucket, key), stop);

    public async Task PutAsync(string key, string content, CancellationToken stop)
    {
        using var body = new StringContent(content);
        using var response = await _http.PutAsync(new Uri(_bucket, key), body, stop);
        response.EnsureSuccessStatusCode();
    }

    public async Task<int> JournalEntriesAsync(CancellationToken stop)
    {
        var entries = 0;
        await Parallel.ForEachAsync(await KeysAsync("batches/", stop), new ParallelOptions { MaxDegreeOfParallelism = ReadAtOnce, CancellationToken = stop }, async (key, token) =>
        {
            if (key.Contains("/journal/", StringComparison.Ordinal))
            {
                Interlocked.Add(ref entries, (await ReadAsync(key, token)).Count(c => c == '\n'));
            }
        });
        return entries;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.KillNow();
            await _process.DisposeAsync();
        }

        _http.Dispose();
    }

    private static HttpClient Client()
    {
        var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(30) };

        // Says who asks; the server does not look at the signature.
        http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=x");
        return http;
    }

    private static BadInputException Missing() => new("--files bucket needs python3 with moto's S3 server. Run: python3 -m pip install 'moto[server]', or use --files folder.");

    private async Task<IReadOnlyList<string>> KeysAsync(string prefix, CancellationToken stop)
    {
        var keys = new List<string>();
        var next = "";
        do
        {
            var page = XDocument.Parse(await _http.GetStringAsync(new Uri(_bucket, $"?list-type=2&prefix={prefix}{next}"), stop)).Root!;
            keys.AddRange(page.Elements(S3 + "Contents").Select(c => c.Element(S3 + "Key")!.Value));
            next = page.Element(S3 + "NextContinuationToken") is { } token ? "&continuation-token=" + Uri.EscapeDataString(token.Value) : "";
        }
        while (next.Length > 0);
        return keys;
    }

    /// <summary>Makes the bucket, or finds that it is there.</summary>
    private async Task<bool> AnswersAsync(CancellationToken stop)
    {
        try
        {
            using var response = await _http.PutAsync(_bucket, null, stop);
            return response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.Conflict;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
