using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace SageServe.Cli;

/// <summary>
/// The load comes from h2load (of nghttp2): it sends an exact number of POST requests, can hold a rate, and logs every request's own time, where
/// wrk and hey know only a duration or a histogram.
/// </summary>
internal sealed class H2Load(CorePlan cores)
{
    private const string Package = "nghttp2-client";

    public static string? Program => Programs.TryOfSystem("h2load");

    /// <summary>Sends the requests and gives every answer's time in milliseconds, in ascending order.</summary>
    /// <param name="url">Whose chat API.</param>
    /// <param name="bodyFile">What is sent.</param>
    /// <param name="requests">How many.</param>
    /// <param name="concurrency">Connections.</param>
    /// <param name="rate">Requests a second of each connection; null sends the next when the last has ended.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="RunFailedException">A request failed.</exception>
    public async Task<double[]> RunAsync(Uri url, string bodyFile, int requests, int concurrency, int? rate, CancellationToken stop)
    {
        var log = Path.ChangeExtension(bodyFile, ".log");
        File.Delete(log);
        var start = Command(new Uri(url, AnswerCheck.Path), bodyFile, requests, concurrency, rate, log);
        using var process = Start(start);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(stop);
            var errors = await process.StandardError.ReadToEndAsync(stop);
            await process.WaitForExitAsync(stop);
            var rows = File.Exists(log) ? await File.ReadAllLinesAsync(log, stop) : [];
            return Times(rows, requests) ?? throw new RunFailedException($"h2load to {url}: not all of {requests} requests were answered with 200.\n{await output}{errors}");
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }

    /// <summary>Times of a log (start, status, microseconds); null unless this many have status 200.</summary>
    public static double[]? Times(IEnumerable<string> rows, int requests)
    {
        var times = rows.Select(r => r.Split('\t')).Where(f => f is [_, "200", ..]).Select(f => double.Parse(f[2], CultureInfo.InvariantCulture) / 1000).Order().ToArray();
        return times.Length == requests ? times : null;
    }

    private ProcessStartInfo Command(Uri url, string bodyFile, int requests, int concurrency, int? rate, string log)
    {
        List<string> arguments =
        [
            "--h1", "-t", "1", "-n", Text(requests), "-c", Text(Math.Min(requests, concurrency)), "-d", bodyFile, "--log-file", log,
            "-H", "content-type: application/json", "-H", "authorization: Bearer " + BenchFiles.Key,
        ];
        if (rate is { } perSecond)
        {
            arguments.AddRange(["--rps", Text(perSecond)]);
        }

        arguments.Add(url.ToString());
        var (program, all) = CorePlan.On(cores.Load, Program ?? throw Missing(), arguments);
        return new ProcessStartInfo(program, all) { RedirectStandardOutput = true, RedirectStandardError = true };
    }

    public static BadInputException Missing() => new($"The load generator h2load is not installed. Run: sudo apt-get install -y {Package}");

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new RunFailedException("h2load did not start.");
        }
        catch (Win32Exception e)
        {
            throw new RunFailedException($"h2load did not start: {e.Message}", e);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
