using System.CommandLine;

namespace SageServe.Cli;

/// <summary>How a command finds a gateway's admin API.</summary>
internal static class AdminFlags
{
    private const string KeyVariable = "SAGESERVE_ADMIN_KEY";

    public static readonly Option<string> Admin = new("--admin")
    {
        Description = "Admin address of a gateway.",
        DefaultValueFactory = _ => "http://127.0.0.1:9080",
    };

    public static readonly Option<string?> Key = new("--admin-key-file")
    {
        Description = $"File that holds the admin key; else the environment's {KeyVariable}. Not needed on the gateway's own machine while it has none.",
    };

    public static AdminApi Open(ParseResult parsed, string? address = null, string flag = "--admin", string? hint = null)
    {
        var file = parsed.GetValue(Key);
        if (file is not null && !File.Exists(file))
        {
            throw new BadInputException($"--admin-key-file: there is no file '{file}'.");
        }

        var key = file is null ? Environment.GetEnvironmentVariable(KeyVariable) : File.ReadAllText(file);
        var (url, secret) = (Flags.Address(flag, address ?? parsed.GetRequiredValue(Admin)), key?.Trim() is { Length: > 0 } told ? told : null);
        return hint is null ? new AdminApi(url, secret) : new AdminApi(url, secret, hint);
    }
}
