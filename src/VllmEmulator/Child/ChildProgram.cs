using System.Text.Json;
using Microsoft.Extensions.Logging.Console;

namespace SageServe.VllmEmulator;

/// <summary>A replica's own process: does what its parent's lines say and ends when they do.</summary>
internal static class ChildProgram
{
    public const string Switch = "--replica-process";

    private static readonly TimeSpan LoadEvery = TimeSpan.FromMilliseconds(200);

    public static async Task<int> RunAsync(TextReader input, TextWriter output, TimeProvider time)
    {
        using var loggers = LoggerFactory.Create(b => b
            .SetMinimumLevel(LogLevel.Warning)
            .AddSimpleConsole(c => (c.SingleLine, c.ColorBehavior) = (true, LoggerColorBehavior.Disabled))
            .Services.Configure<ConsoleLoggerOptions>(c => c.LogToStandardErrorThreshold = LogLevel.Trace));
        if (await ReadAsync(input) is not { Spec: { } spec })
        {
            await Console.Error.WriteLineAsync($"{Switch} is for the emulator itself: the first line on stdin must describe the replica.");
            return 2;
        }

        await using var server = new ReplicaServer(spec, time, loggers);
        var lines = new ChildOutput(output);
        lines.Tell(new ChildMessage { Kind = ChildKinds.Bound, Port = server.Port });
        using var ended = new CancellationTokenSource();
        var telling = TellLoadAsync(server.Replica, lines, time, ended.Token);
        while (await ReadAsync(input) is { } message && message.Kind != ChildKinds.Stop)
        {
            await ObeyAsync(message, server, lines);
        }

        await ended.CancelAsync();
        await telling;
        return 0;
    }

    private static async Task ObeyAsync(ChildMessage message, ReplicaServer server, ChildOutput lines)
    {
        switch (message.Kind)
        {
            case ChildKinds.Open:
                await server.OpenAsync();
                lines.Tell(new ChildMessage { Kind = ChildKinds.Opened });
                break;
            case ChildKinds.Fault:
                server.Replica.Faults.Set(message.Fault);
                break;
            case ChildKinds.Drain:
                _ = TellIdleAsync(server.Replica, lines);
                break;
        }
    }

    private static async Task TellIdleAsync(Replica replica, ChildOutput lines)
    {
        await replica.DrainAsync();
        lines.Tell(new ChildMessage { Kind = ChildKinds.Idle });
    }

    private static async Task TellLoadAsync(Replica replica, ChildOutput lines, TimeProvider time, CancellationToken ended)
    {
        var told = default(ReplicaLoad);
        using var beat = new PeriodicTimer(LoadEvery, time);
        try
        {
            while (await beat.WaitForNextTickAsync(ended))
            {
                var read = replica.Loop.Read();
                var load = new ReplicaLoad(read.Running, read.Waiting, replica.IsSleeping, replica.MetricsReads);
                if (load != told)
                {
                    told = load;
                    lines.Tell(new ChildMessage
                    {
                        Kind = ChildKinds.Load,
                        Running = load.Running,
                        Waiting = load.Waiting,
                        IsSleeping = load.IsSleeping,
                        MetricsReads = load.MetricsReads,
                    });
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The parent ended this process's work.
        }
    }

    private static async Task<ChildMessage?> ReadAsync(TextReader input) =>
        await input.ReadLineAsync() is { } line ? JsonSerializer.Deserialize(line, EmulatorJson.Default.ChildMessage) : null;
}
