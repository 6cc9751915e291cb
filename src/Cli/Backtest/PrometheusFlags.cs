using System.CommandLine;

namespace SageServe.Cli;

/// <summary>A Prometheus server and the login to it. Secrets come from files or the environment: a command line is there for all to read.</summary>
internal static class PrometheusFlags
{
    public const string TokenVariable = "SAGESERVE_PROMETHEUS_TOKEN";
    public const string PasswordVariable = "SAGESERVE_PROMETHEUS_PASSWORD";

    public const string Hint = $"Give --prometheus-token-file FILE (or {TokenVariable} in the environment), or --prometheus-user NAME with --prometheus-password-file FILE (or {PasswordVariable}).";

    private static readonly Option<string?> TokenFile = new("--prometheus-token-file") { Description = $"File with the bearer token for it; else the environment variable {TokenVariable}." };
    private static readonly Option<string?> User = new("--prometheus-user") { Description = "User of basic authentication." };
    private static readonly Option<string?> PasswordFile = new("--prometheus-password-file") { Description = $"File with that user's password; else the environment variable {PasswordVariable}." };
    private static readonly Option<string?> Authority = new("--prometheus-ca") { Description = "Roots (PEM) that its certificate leads to; else those that this machine trusts." };

    public static readonly Option<string?> Server = new("--prometheus") { Description = "A Prometheus that scrapes the gateways, for example http://prometheus:9090." };

    public static readonly Option[] All = [Server, TokenFile, User, PasswordFile, Authority];

    /// <exception cref="BadInputException">A flag says what cannot be.</exception>
    public static PrometheusLogin Login(ParseResult parsed)
    {
        if (parsed.GetValue(Server) is not { } server)
        {
            return All.Skip(1).FirstOrDefault(o => parsed.GetResult(o) is { Implicit: false }) is { } lone
                ? throw new BadInputException($"{lone.Name} goes with --prometheus URL.")
                : new PrometheusLogin();
        }

        if (Flags.Address("--prometheus", server).UserInfo.Length > 0)
        {
            throw new BadInputException("--prometheus: a name or password in the address is there for all who list processes, and is not sent. " + Hint);
        }

        var (user, token) = (parsed.GetValue(User), parsed.GetValue(TokenFile));
        var login = new PrometheusLogin
        {
            BearerTokenFile = token,
            BearerToken = token is null && user is null ? Variable(TokenVariable) : null,
            User = user,
            PasswordFile = parsed.GetValue(PasswordFile),
            Password = user is not null && parsed.GetValue(PasswordFile) is null ? Variable(PasswordVariable) : null,
            AuthorityFile = parsed.GetValue(Authority),
        };
        return login.Problems().FirstOrDefault() is { } problem ? throw new BadInputException($"--prometheus: {Told(problem)} {Hint}") : login;
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    /// <summary>With flags in place of options.</summary>
    private static string Told(string problem) => problem
        .Replace("Login:BearerTokenFile", TokenFile.Name, StringComparison.Ordinal).Replace("Login:PasswordFile", PasswordFile.Name, StringComparison.Ordinal)
        .Replace("Login:AuthorityFile", Authority.Name, StringComparison.Ordinal).Replace("Login:User", User.Name, StringComparison.Ordinal).Replace("Login: ", "", StringComparison.Ordinal);
}
