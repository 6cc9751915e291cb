using System.Diagnostics;
using System.Text.Json;

namespace SageServe.Gateway.Tests;

/// <summary>One run of the Node suite, whose cases are looked up by name.</summary>
public sealed class NodeSuite(ClientStack stack)
{
    private static readonly string Home = Path.Combine(Repository.Root, "artifacts", "clients", "node");
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    private Task<Dictionary<string, (bool Ok, string? Error)>>? _run;

    /// <summary>Skips the test that asks where the client is not installed.</summary>
    public Task<Dictionary<string, (bool Ok, string? Error)>> ResultsAsync()
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(Home, "node_modules", "openai")), "OpenAI's Node client is not installed: ./sageserve test does that where npm is there and reaches a registry.");
        return _run ??= RunAsync();
    }

    private async Task<Dictionary<string, (bool Ok, string? Error)>> RunAsync()
    {
        var start = new ProcessStartInfo("node") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(Repository.Root, "tests", "Clients", "node", "suite.cjs"));
        start.Environment["NODE_PATH"] = Path.Combine(Home, "node_modules");
        start.Environment["PLAIN_URL"] = stack.Plain.Url;
        start.Environment["TROUBLED_URL"] = stack.Troubled.Url;
        start.Environment["ENGINE_URL"] = stack.Engine.Url;
        start.Environment["KEY"] = ClientStack.Key;
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            Assert.True(process.ExitCode == 0, await error);
            return Parse(output);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static Dictionary<string, (bool Ok, string? Error)> Parse(string output) => output
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => JsonDocument.Parse(line).RootElement)
        .ToDictionary(r => r.GetProperty("name").GetString()!, r => (r.GetProperty("ok").GetBoolean(), r.GetProperty("error").GetString()));
}
