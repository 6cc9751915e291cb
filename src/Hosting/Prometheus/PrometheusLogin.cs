using System.Net.Http.Headers;
using System.Text;

namespace SageServe.Hosting;

/// <summary>How a Prometheus server is logged in to and known by: a bearer token, or a user with a password, or neither; and whose certificates count.</summary>
public sealed record PrometheusLogin : ICheckedOptions
{
    /// <summary>File that holds a bearer token, for example a mounted Secret; read again for each question.</summary>
    public string? BearerTokenFile { get; init; }

    /// <summary>The token itself; meant for the environment variable <c>Scaler__Source__Login__BearerToken</c>, not for a file.</summary>
    public string? BearerToken { get; init; }

    /// <summary>User of basic authentication; in place of a token.</summary>
    public string? User { get; init; }

    /// <summary>File that holds the user's password; read again for each question.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>The password itself; meant for the environment variable <c>Scaler__Source__Login__Password</c>, not for a file.</summary>
    public string? Password { get; init; }

    /// <summary>Roots (PEM) that the server's certificate must lead to; null: those that this machine trusts. Read at start.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>False where the server is asked without saying who asks.</summary>
    public bool HasName() => BearerToken is not null || BearerTokenFile is not null || User is not null;

    public IEnumerable<string> Problems()
    {
        if (BearerToken is not null && BearerTokenFile is not null || Password is not null && PasswordFile is not null)
        {
            yield return "Login: a secret and the file that holds it exclude each other.";
        }

        if ((BearerToken ?? BearerTokenFile) is not null && (User ?? Password ?? PasswordFile) is not null)
        {
            yield return "Login: a bearer token and a user with a password exclude each other.";
        }

        if ((User is null) != ((Password ?? PasswordFile) is null))
        {
            yield return "Login: User and its Password or PasswordFile go together.";
        }

        if (User?.Contains(':', StringComparison.Ordinal) == true)
        {
            yield return "Login:User holds a colon, which basic authentication cannot tell from the password.";
        }

        foreach (var (name, file) in new[] { (nameof(BearerTokenFile), BearerTokenFile), (nameof(PasswordFile), PasswordFile), (nameof(AuthorityFile), AuthorityFile) })
        {
            if (file is not null && !File.Exists(file))
            {
                yield return $"Login:{name}: '{file}' does not exist.";
            }
        }
    }

    /// <exception cref="IOException">The secret's file cannot be read, or is empty.</exception>
    internal AuthenticationHeaderValue? Header() =>
        (BearerToken ?? Secret(BearerTokenFile)) is { } token ? new AuthenticationHeaderValue("Bearer", token)
        : User is { } user ? new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{Password ?? Secret(PasswordFile)}")))
        : null;

    private static string? Secret(string? file)
    {
        try
        {
            return file is null ? null : File.ReadAllText(file).Trim() is { Length: > 0 } secret ? secret : throw new IOException($"'{file}' is empty, and should hold the secret for Prometheus.");
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"'{file}' cannot be read: {e.Message}", e);
        }
    }
}
