using System.CommandLine;
using System.Text.Json;

namespace SageServe.Cli;

/// <summary><c>keys</c>: creates, lists and revokes API keys, in a file or at a running gateway.</summary>
internal static class KeysCommand
{
    private static readonly Option<string?> KeysPath = new("--file") { Description = "Works on this keys file instead of a running gateway." };
    private static readonly Option<bool> Json = new("--json") { Description = "Prints JSON." };
    private static readonly Argument<string> Tenant = new("tenant") { Description = "Whose keys." };
    private static readonly Argument<string> Id = new("id") { Description = "The key's id, as `keys list` shows it." };

    public static Command Create()
    {
        var create = new Command("create", """
            Makes a key and prints it: this once, only its hash is kept.

            Examples:
              sageserve keys create --tenant acme --requests-per-minute 600 --tokens-per-minute 200000
              sageserve keys create --tenant acme --model llama --region eu --usd-per-day 50 --expires 90d --json
              sageserve keys create --tenant acme --file keys.json
            """);
        foreach (var option in GrantFlags.All)
        {
            create.Options.Add(option);
        }

        var list = new Command("list", "Lists keys, never the keys themselves.\n\nExample:\n  sageserve keys list --admin http://127.0.0.1:9080 --json");
        var revoke = new Command("revoke", "Ends a key; gateways see it within seconds.\n\nExample:\n  sageserve keys revoke key_0123456789abcdef") { Id };
        var limit = new Command("limit", """
            Sets what all keys of a tenant may use together, beside the limits of each; without a limit takes that away.

            Examples:
              sageserve keys limit acme --requests-per-minute 1000 --tokens-per-minute 500000 --usd-per-day 200
              sageserve keys limit acme
            """) { Tenant };
        foreach (var option in GrantFlags.Limits)
        {
            limit.Options.Add(option);
        }

        limit.SetAction((parsed, stop) => RunAsync(parsed, shelf => LimitAsync(parsed, shelf, stop)));
        create.SetAction((parsed, stop) => RunAsync(parsed, shelf => CreateAsync(parsed, shelf, stop)));
        list.SetAction((parsed, stop) => RunAsync(parsed, shelf => ListAsync(parsed, shelf, stop)));
        revoke.SetAction((parsed, stop) => RunAsync(parsed, shelf => RevokeAsync(parsed, shelf, stop)));
        Command[] verbs = [create, list, revoke, limit];
        foreach (var verb in verbs)
        {
            foreach (var option in new Option[] { KeysPath, AdminFlags.Admin, AdminFlags.Key, Json })
            {
                verb.Options.Add(option);
            }
        }

        return new Command("keys", "Creates, lists and revokes API keys, and limits tenants.") { create, list, revoke, limit };
    }

    private static async Task<int> RunAsync(ParseResult parsed, Func<IKeyShelf, Task> action)
    {
        using IKeyShelf shelf = parsed.GetValue(KeysPath) is { } path ? new FileKeyShelf(path) : new AdminKeyShelf(AdminFlags.Open(parsed));
        await action(shelf);
        return 0;
    }

    private static async Task CreateAsync(ParseResult parsed, IKeyShelf shelf, CancellationToken stop)
    {
        var created = await shelf.CreateAsync(GrantFlags.Read(parsed), stop);
        if (parsed.GetValue(Json))
        {
            Console.WriteLine(JsonSerializer.Serialize(created with { Details = created.Details with { Sha256 = null } }, SharedJson.Default.CreatedKey));
            return;
        }

        Console.WriteLine(created.Key);
        await Console.Error.WriteLineAsync($"Key {created.Details.EffectiveId} of {created.Details.Tenant}. It is not shown again: keep it now.");
    }

    private static async Task ListAsync(ParseResult parsed, IKeyShelf shelf, CancellationToken stop)
    {
        var document = await shelf.ListAsync(stop);
        var shown = document with { Keys = [.. document.Keys.Select(k => k with { Id = k.EffectiveId, Sha256 = null })] };
        Console.Write(parsed.GetValue(Json) ? JsonSerializer.Serialize(shown, SharedJson.Default.KeysDocument) + "\n" : KeysTable.Text(shown));
    }

    private static async Task LimitAsync(ParseResult parsed, IKeyShelf shelf, CancellationToken stop)
    {
        var tenant = GrantFlags.ReadTenant(parsed, parsed.GetRequiredValue(Tenant));
        await shelf.LimitAsync(tenant, stop);
        Console.WriteLine(
            parsed.GetValue(Json) ? JsonSerializer.Serialize(tenant, SharedJson.Default.TenantDocument)
            : tenant.Limits.IsNone ? $"The keys of {tenant.Tenant} share no limit any more."
            : $"The keys of {tenant.Tenant} share these limits from now on.");
    }

    private static async Task RevokeAsync(ParseResult parsed, IKeyShelf shelf, CancellationToken stop)
    {
        var id = parsed.GetRequiredValue(Id);
        await shelf.RevokeAsync(id, stop);
        Console.WriteLine(parsed.GetValue(Json) ? JsonSerializer.Serialize(new { id, revoked = true }) : $"Key {id} is revoked.");
    }
}
