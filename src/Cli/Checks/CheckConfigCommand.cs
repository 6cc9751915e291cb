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

    public static Command Create()
    {
        var command = new Command("check-config", """
            Checks configuration files and catalogs, and lists every problem with its line.

            Exit code 0: all is fine. 2: there are problems, or a file is not there. 1: it could not be found out.

            Examples:
              sageserve check-config gateway.json
              sageserve check-config gateway-east.json gateway-west.json scaler.json --json problems.json
            """) { Files, Json };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetRequiredValue(Files), parsed.GetValue(Json), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string[] paths, string? json, CancellationToken cancellation)
    {
        ReportFile.CheckWritable("--json", json);
        var files = new List<CheckedFile>();
        foreach (var path in paths)
        {
            files.Add(await FileCheck.RunAsync(path, cancellation));
        }

        var report = ConfigReport.Of(files);
        if (json is not null)
        {
            ReportFile.WriteWhole(json, Encoding.UTF8.GetBytes(TraceText.Json(report)));
        }

        return report.Tell();
    }
}
