using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;

namespace SageServe.Cli;

/// <summary>Lets a gateway process measure its own stores; they are its own code, which this program does not link.</summary>
internal sealed class QueueBench(QueueBenchOptions options, Action<string> say)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);

    public async Task<QueueBenchReport> RunAsync(CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("sageserve-bench-queue-");
        try
        {
            var stores = ImmutableArray.CreateBuilder<QueueBenchStore>();
            foreach (var name in options.Stores)
            {
                stores.Add(name == "redis" ? await RedisAsync(folder, stop) : await MeasureAsync(name, Path.Combine(folder.FullName, "queue.db"), stop));
            }

            return new QueueBenchReport(stores.ToImmutable(), options.Seconds, Environment.ProcessorCount, ProcessFigures.LoadAverage());
        }
        catch (OperationCanceledException)
        {
            throw new RunFailedException("Stopped before the end; what was measured is told above, and nothing is written.");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<QueueBenchStore> RedisAsync(DirectoryInfo folder, CancellationToken stop)
    {
        if (options.Redis is { } endpoint)
        {
            return await MeasureAsync("redis", endpoint, stop);
        }

        var program = Programs.TryOfSystem("redis-server")
            ?? throw new BadInputException("redis-server is not installed. Run: sudo apt-get install -y redis-server; or name one that runs with --redis HOST:PORT, or leave it out with --stores sqlite.");
        var port = PortPlan.Free([]);
        say($"starting redis-server with an append-only file on port {port}");
        await using var server = ChildProcess.StartForeign(
            "redis", Path.Combine(folder.FullName, "redis.log"), program,
            "--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", folder.FullName, "--appendonly", "yes", "--save", "");
        await AnswersAsync(server, port, stop);
        return await MeasureAsync("redis", $"127.0.0.1:{port}", stop);
    }

    private static async Task AnswersAsync(ChildProcess server, int port, CancellationToken stop)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", port, stop);
                return;
            }
            catch (SocketException) when (watch.Elapsed < StartLimit && !server.Died)
            {
                await Task.Delay(50, stop);
            }
            catch (SocketException)
            {
                throw new RunFailedException($"redis-server did not come up:\n{server.LogTail()}");
            }
        }
    }

    private async Task<QueueBenchStore> MeasureAsync(string name, string place, CancellationToken stop)
    {
        var backlogs = string.Join(',', options.Backlogs.Select(b => b.ToString(CultureInfo.InvariantCulture)));
        string[] arguments = ["--measure-queue", name, place, backlogs, options.Seconds.ToString(CultureInfo.InvariantCulture)];
        using var process = Process.Start(new ProcessStartInfo(Programs.Gateway, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;

        // It removes its lane, then ends.
        await using var stopped = stop.Register(process.StandardInput.Close);
        var problems = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var levels = ImmutableArray.CreateBuilder<QueueBenchLevel>();
        say($"{name}: filling to {options.Backlogs[0]} and measuring");
        while (await process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
        {
            levels.Add(JsonSerializer.Deserialize<QueueBenchLevel>(line, Json)!);
            say($"{name}: {levels[^1].ItemsPerSecond:0} items/s with {levels[^1].Backlog} waiting");
        }

        await process.WaitForExitAsync(CancellationToken.None);
        stop.ThrowIfCancellationRequested();
        return process.ExitCode == 0 && levels.Count == options.Backlogs.Length
            ? new QueueBenchStore { Name = name, Levels = levels.ToImmutable() }
            : throw new RunFailedException($"The measurement of {name} ended with {process.ExitCode}:\n{await problems}");
    }
}
