using System.Text.Json;
using SageServe.Hosting;

namespace SageServe.Cli.Tests;

public sealed class KeysCommandTests
{
    [Fact]
    public async Task A_key_is_made_in_a_file_listed_without_its_secret_and_revoked()
    {
        using var folder = new TemporaryFolder();
        var path = folder["keys.json"];
        var made = await CliProgram.Succeeds(
            "keys", "create", "--tenant", "acme", "--file", path, "--json", "--model", "m1", "--model", "m2", "--region", "eu", "--expires", "30d",
            "--requests-per-minute", "60", "--tokens-per-minute", "1000", "--usd-per-day", "2.5", "--concurrent", "4", "--tier-ceiling", "interactive-normal");
        var created = JsonSerializer.Deserialize(made.Output, SharedJson.Default.CreatedKey)!;

        var stored = Assert.Single(KeysFile.Read(path).Keys);
        Assert.Equal(ApiKeySecret.HashOf(created.Key), stored.Sha256);
        Assert.Equal(["m1", "m2"], stored.Models);
        Assert.Equal(new KeyLimits { RequestsPerMinute = 60, TokensPerMinute = 1000, UsdPerDay = 2.5m, Concurrent = 4 }, stored.Limits);
        Assert.Equal(ServiceTier.InteractiveNormal, stored.TierCeiling);
        var table = (await CliProgram.Succeeds("keys", "list", "--file", path)).Output;
        Assert.Contains(stored.Id!, table, StringComparison.Ordinal);
        var json = (await CliProgram.Succeeds("keys", "list", "--file", path, "--json")).Output;
        Assert.DoesNotContain(created.Key, table + json, StringComparison.Ordinal);
        Assert.DoesNotContain(stored.Sha256!, table + json, StringComparison.Ordinal);

        await CliProgram.Succeeds("keys", "revoke", stored.Id!, "--file", path);
        Assert.Empty(KeysFile.Read(path).Keys);
    }

    [Fact]
    public async Task A_tenants_limits_are_set_listed_kept_and_taken_away_again()
    {
        using var folder = new TemporaryFolder();
        var path = folder["keys.json"];
        await CliProgram.Succeeds("keys", "limit", "acme", "--requests-per-minute", "777", "--file", path);
        await CliProgram.Succeeds("keys", "create", "--tenant", "acme", "--file", path);
        Assert.Equal(new KeyLimits { RequestsPerMinute = 777 }, Assert.Single(KeysFile.Read(path).Tenants).Limits);
        Assert.Contains("777", (await CliProgram.Succeeds("keys", "list", "--file", path)).Output, StringComparison.Ordinal);
        Assert.Contains("\"requestsPerMinute\":777", (await CliProgram.Succeeds("keys", "list", "--file", path, "--json")).Output, StringComparison.Ordinal);

        await CliProgram.Succeeds("keys", "limit", "acme", "--file", path);
        Assert.Empty(KeysFile.Read(path).Tenants);
        await CliProgram.Refuses("has no limits", "keys", "limit", "acme", "--file", path);
    }

    [Theory]
    [InlineData("keys create --file k.json", "--tenant")]
    [InlineData("keys limit t --usd-per-day -1 --file k.json", "usdPerDay -1")]
    [InlineData("keys create --tenant t --tier-ceiling gold --file k.json", "'gold' is no tier")]
    [InlineData("keys create --tenant t --requests-per-minute 0 --usd-per-day -1 --file k.json", "usdPerDay -1")]
    [InlineData("keys create --tenant t --expires soon --file k.json", "--expires 'soon'")]
    [InlineData("keys list --file /no/such.json", "there is no file")]
    [InlineData("keys revoke k1 --file /no/such.json", "There is no key 'k1'")]
    [InlineData("keys list --admin http://127.0.0.1:1", "cannot be reached")]
    [InlineData("keys list --admin nowhere", "is no address")]
    [InlineData("usage --csv --json", "exclude each other")]
    [InlineData("usage --admin-key-file /no/such", "there is no file")]
    public Task Wrong_input_ends_with_2_and_a_sentence(string arguments, string sentence) => CliProgram.Refuses(sentence, arguments.Split(' '));

    [Theory]
    [InlineData("keys create --help")]
    [InlineData("keys list --help")]
    [InlineData("keys revoke --help")]
    [InlineData("keys limit --help")]
    [InlineData("usage --help")]
    public async Task Help_has_examples(string arguments) =>
        Assert.Contains("Example", (await CliProgram.Succeeds(arguments.Split(' '))).Output, StringComparison.Ordinal);
}
