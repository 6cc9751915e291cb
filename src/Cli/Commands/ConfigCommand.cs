using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;

namespace SageServe.Cli;

/// <summary><c>config</c>: what configuration files may say.</summary>
internal static class ConfigCommand
{
    private static readonly Argument<string> Kind = new Argument<string>("kind") { Description = "gateway, scaler, catalog, problem, plan, backtest or check-cluster." }.AcceptOnlyFromAmong("gateway", "scaler", "catalog", "problem", WrittenSchema.Plan, WrittenSchema.Backtest, WrittenSchema.CheckCluster);

    private static readonly Argument<string> Described = new Argument<string>("kind") { Description = "gateway, scaler or catalog." }.AcceptOnlyFromAmong("gateway", "scaler", "catalog");

    public static Command Create()
    {
        var schema = new Command("schema", """
            Prints the JSON schema of a gateway's, a scaler's, a catalog or a planning problem's file, or of what `plan --json`, `backtest --json` and `check-cluster --json` write, for editors and validators; also kept in docs/schema.
            Example:
              sageserve config schema gateway > gateway.schema.json
            """) { Kind };
        schema.SetAction((parsed, cancellation) => SchemaAsync(parsed.GetRequiredValue(Kind), cancellation));
        return new Command("config", "Tells what configuration files may say; `check-config` says whether one is right.") { schema, Reference() };
    }

    private static Command Reference()
    {
        var reference = new Command("reference", """
            Prints every option of a gateway's, a scaler's or a catalog file as Markdown tables; also kept in docs/reference.
            Example:
              sageserve config reference gateway > gateway.md
            """) { Described };
        reference.SetAction((parsed, cancellation) => ReferenceAsync(parsed.GetRequiredValue(Described), cancellation));
        return reference;
    }

    private static async Task<int> ReferenceAsync(string kind, CancellationToken cancellation)
    {
        var text = kind == "catalog" ? ConfigurationSchema.OfCatalog() : await SchemaOfAsync(kind, cancellation);
        using var schema = JsonDocument.Parse(text);
        Console.Write(OptionReference.Of(kind, schema.RootElement));
        return 0;
    }

    /// <summary>As the executable tells it.</summary>
    private static async Task<string> SchemaOfAsync(string kind, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(kind == "gateway" ? Programs.Gateway : Programs.Scaler, [ConfigurationCheck.SchemaSwitch]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var text = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode == 0 ? text : throw new RunFailedException($"{start.FileName} ended with {process.ExitCode} instead of its schema.");
    }

    private static async Task<int> SchemaAsync(string kind, CancellationToken cancellation)
    {
        if (kind is WrittenSchema.Backtest or WrittenSchema.Plan or WrittenSchema.CheckCluster)
        {
            Console.Write(WrittenSchema.Read(kind));
            return 0;
        }

        if (kind is "catalog" or "problem")
        {
            Console.Write(kind == "catalog" ? ConfigurationSchema.OfCatalog()
                : ConfigurationSchema.OfDocument("SageServe planning problem", typeof(SageServe.Planning.ProblemDocument), new SageServe.Planning.ProblemDocument()));
            return 0;
        }

        using var process = Process.Start(new ProcessStartInfo(kind == "gateway" ? Programs.Gateway : Programs.Scaler, [ConfigurationCheck.SchemaSwitch]))!;
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode;
    }
}
