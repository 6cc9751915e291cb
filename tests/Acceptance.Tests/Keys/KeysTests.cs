using System.Text.Json;

namespace SageServe.Acceptance.Tests;

/// <summary>The command line against a real gateway's admin API.</summary>
public sealed class KeysTests
{
    private static readonly string Program = Path.Combine(
        Repository.Root, "artifacts", "bin", "Cli", Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "SageServe.Cli");

    [Fact]
    public async Task Keys_are_made_used_listed_and_revoked_and_usage_is_read_over_the_admin_API_with_its_key()
    {
        await using var gateway = await LoneGateway.StartAsync();

        var without = await CommandLineTool.Run(Program, ["keys", "list", "--admin", gateway.AdminUrl]);
        Assert.Equal(2, without.ExitCode);
        Assert.Contains("admin key is missing or wrong", without.Errors, StringComparison.Ordinal);

        var made = await RunAsync(gateway, "keys", "create", "--tenant", "acme", "--requests-per-minute", "60", "--json");
        var created = JsonSerializer.Deserialize(made, SharedJson.Default.CreatedKey)!;
        Assert.Equal(200, await gateway.ModelsAsync(created.Key));
        Assert.Contains(created.Details.Id!, await RunAsync(gateway, "keys", "list"), StringComparison.Ordinal);
        await RunAsync(gateway, "keys", "limit", "acme", "--requests-per-minute", "777");
        Assert.Contains("777", await RunAsync(gateway, "keys", "list"), StringComparison.Ordinal);
        await RunAsync(gateway, "keys", "limit", "acme");
        Assert.DoesNotContain("777", await RunAsync(gateway, "keys", "list"), StringComparison.Ordinal);
        await RunAsync(gateway, "keys", "revoke", created.Details.Id!);
        Assert.Equal(401, await gateway.ModelsAsync(created.Key));
        Assert.Contains("0 key(s)", await RunAsync(gateway, "keys", "list"), StringComparison.Ordinal);

        Assert.StartsWith("day,tenant,key,", await RunAsync(gateway, "usage", "--csv"), StringComparison.Ordinal);
        Assert.Contains("0 requests", await RunAsync(gateway, "usage", "--from", "2026-11-01", "--to", "2026-11-30"), StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(LoneGateway gateway, params string[] arguments)
    {
        var result = await CommandLineTool.Run(Program, [.. arguments, "--admin", gateway.AdminUrl, "--admin-key-file", gateway.AdminKeyFile]);
        Assert.True(result.ExitCode == 0, result.Errors);
        return result.Output;
    }
}
