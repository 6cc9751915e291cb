using System.CommandLine;

namespace SageServe.Cli;

/// <summary><c>bench chaos-queue</c>: batches through gateways, a Redis and a bucket that are killed all the time.</summary>
internal static class ChaosCommand
{
    private static readonly ChaosOptions Usual = new();
    private static readonly Option<int?> Lines = new("--lines") { Description = $"Lines of all batches together ({Usual.Lines})." };
    private static readonly Option<int?> Batches = new("--batches") { Description = $"Batches ({Usual.Batches})." };
    private static readonly Option<int?> Tenants = new("--tenants") { Description = $"Tenants that they belong to ({Usual.Tenants})." };
    private static readonly Option<int?> Gateways = new("--gateways") { Description = $"Gateway processes on the one shared folder ({Usual.Gateways}; 1 on sqlite)." };
    private static readonly Option<ulong> Seed = new("--seed") { Description = "Seed of who is killed when, and of the batches.", DefaultValueFactory = _ => Usual.Seed };
    private static readonly Option<string> Store = new("--store") { Description = "redis, or sqlite with one gateway.", DefaultValueFactory = _ => Usual.Store };
    private static readonly Option<string> Files = new("--files") { Description = "folder that gateways share, or bucket: an S3-compatible server (python3 with moto), which hangs and restarts too.", DefaultValueFactory = _ => Usual.Files };
    private static readonly Option<bool> Short = new("--short") { Description = "A small run, as the tests have it: all kinds of faults within a minute." };
    private static readonly Option<string?> Json = new("--json") { Description = "Writes the figures to this file." };

    private const string About = """
        Sends batches of several tenants to gateways on one shared folder, before emulated replicas that fail 5 % of their calls. Meanwhile
        gateways are killed (-9) at random every few seconds and restarted, or hang for longer than their leases last; Redis, with its append-only file, is killed and restarted three times,
        stopped for 30 s, flushed once, and once restored from a dump 10 s old. Some lines are refused by the engines for good, some fail until
        their attempts run out; some batches are cancelled half-way, and one expires. At the end every line must stand in exactly one output or error
        file, exactly once, ended as it had to, the counts of every batch must agree with its files, and Redis must be empty. Lines that engines ran
        twice are counted. Ends with 1 when something is lost, doubled or left over.

        Examples:
          sageserve bench chaos-queue --json chaos.json
          sageserve bench chaos-queue --store sqlite
          sageserve bench chaos-queue --files bucket --lines 4000
          sageserve bench chaos-queue --short --seed 7
          sageserve bench chaos-queue --lines 2000 --batches 10 --gateways 2
        """;

    public static Command Create()
    {
        var command = new Command("chaos-queue", About) { Lines, Batches, Tenants, Gateways, Seed, Store, Files, Short, Json };
        command.SetAction((parsed, _) => RunAsync(parsed));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed)
    {
        var json = parsed.GetValue(Json);
        ReportFile.CheckWritable("--json", json);
        var options = Read(parsed);
        using var interrupt = new Interrupt();
        var report = await new ChaosRun(options, line => Console.Error.WriteLine("bench: " + line)).RunAsync(interrupt.First);
        return report.Publish(json);
    }

    internal static ChaosOptions Read(ParseResult parsed)
    {
        var usual = parsed.GetValue(Short) ? ChaosOptions.Short : Usual;
        var store = parsed.GetRequiredValue(Store);
        if (store is not ("redis" or "sqlite"))
        {
            throw new BadInputException($"--store '{store}' is not known; use redis or sqlite.");
        }

        var gateways = parsed.GetValue(Gateways);
        if (store == "sqlite" && gateways > 1)
        {
            throw new BadInputException("--store sqlite has one gateway: the store is a file of its machine. Leave --gateways out, or use --store redis.");
        }

        var files = parsed.GetRequiredValue(Files);
        if (files is not ("folder" or "bucket"))
        {
            throw new BadInputException($"--files '{files}' is not known; use folder or bucket.");
        }

        var batches = Flags.Within("--batches", parsed.GetValue(Batches) ?? usual.Batches, 1, 1000);
        return usual with
        {
            Batches = batches,
            Lines = Flags.Within("--lines", parsed.GetValue(Lines) ?? usual.Lines, batches, 1_000_000),
            Tenants = Flags.Within("--tenants", parsed.GetValue(Tenants) ?? usual.Tenants, 1, batches),
            Gateways = store == "sqlite" ? 1 : Flags.Within("--gateways", gateways ?? usual.Gateways, 1, 16),
            Seed = parsed.GetValue(Seed),
            Store = store,
            Files = files,
        };
    }
}
