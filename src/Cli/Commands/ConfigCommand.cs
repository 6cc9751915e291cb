using System.CommandLine;
using System.Diagnostics;

namespace SageServe.Cli;

/// <summary><c>config</c>: what configuration files may say.</summary>
internal static class ConfigCommand
{
    private static readonly Argument<string> Kind = new Argument<string>("kind") { Description = "gateway, scaler, catalog, problem, plan, backtest or check-cluster." }.AcceptOnlyFromAmong("gateway", "scaler", "catalog", "problem", WrittenSchema.Plan, WrittenSchema.Backtest, WrittenSchema.CheckCluster);

    public static Command Create()
    {
        var schema = new Command("schema", """
            Prints the JSON schema of a gateway's, a scaler's, a catalog or a planning problem's file, or of what `plan --json`, `backtest --json` and `check-cluster --json` write, for editors and validators; also kept in docs/schema.
            Example:
              sageserve config schema gateway > gateway.schema.json
            """) { Kind };
        schema.SetAction((parsed, cancellation) => SchemaAsync(parsed.GetRequiredValue(Kind), cancellation));
        return new Command("config", "Tells what configuration files may say; `check-config` says whether one is right.") { schema };
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
