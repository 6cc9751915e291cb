using System.CommandLine;
using System.Text;

namespace SageServe.Cli;

/// <summary><c>check-config</c>: says everything that is wrong with catalogs, gateway and scaler files, each by itself and together, all at once.</summary>
internal static class CheckConfigCommand
{
    private static readonly Argument<string[]> Files = new("files")
    {
        Description = "Catalogs, and configurations of gateways and scalers (JSON). Several are also checked together.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string?> Json = new("--json") { Description = "Writes the problems to this file." };

    private static readonly Option<string?> Against = new("--against")
    {
        Description = "Admin address of a running gateway or scaler: says what it would take of the file at once, and what would need a restart. Nothing changes.",
    };

    public static Command Create()
    {
        var command = new Command("check-config", """
            Checks configuration files and catalogs, and lists every problem with its line.

            Exit code 0: all is fine. 2: there are problems, or a file is not there. 1: it could not be found out.

            Examples:
              sageserve check-config gateway.json
              sageserve check-config gateway-east.json gateway-west.json scaler.json --json problems.json
              sageserve check-config gateway.json --against http://127.0.0.1:9080
            """) { Files, Json, Against, AdminFlags.Key };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var (paths, json) = (parsed.GetRequiredValue(Files), parsed.GetValue(Json));
        ReportFile.CheckWritable("--json", json);
        var files = new List<CheckedFile>();
        foreach (var path in paths)
        {
            files.Add(await FileCheck.RunAsync(path, cancellation));
        }

        var report = ConfigReport.Of(files, await AgainstAsync(parsed, files, cancellation));
        if (json is not null)
        {
            ReportFile.WriteWhole(json, Encoding.UTF8.GetBytes(TraceText.Json(report)));
        }

        return report.Tell();
    }

    private static async Task<RunningCheck?> AgainstAsync(ParseResult parsed, List<CheckedFile> files, CancellationToken cancellation)
    {
        if (parsed.GetValue(Against) is not { } address)
        {
            return null;
        }

        if (files is not [{ Kind: CheckedFile.Gateway or CheckedFile.Scaler } file])
        {
            throw new BadInputException("--against compares one file, of a gateway or a scaler, with what runs. Name it alone.");
        }

        _ = Flags.Address("--against", address);
        using var api = AdminFlags.Open(parsed, address);
        return await RunningCheck.AskAsync(api, address, file.File, cancellation);
    }
}
