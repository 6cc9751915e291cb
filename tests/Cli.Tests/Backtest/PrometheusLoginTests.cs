namespace SageServe.Cli.Tests;

/// <summary>Against a real Prometheus behind https and basic authentication, and a proxy that wants a bearer token.</summary>
public sealed class PrometheusLoginTests(LockedPrometheus locked) : IClassFixture<LockedPrometheus>
{
    /// <summary>Said of a server that was logged in to, and has scraped nobody.</summary>
    private const string LoggedIn = "has no sageserve_demand_bin_start_timestamp_seconds";

    private const string NoData = """{"status":"success","data":{"resultType":"matrix","result":[]}}""";
    private const string Token = "of-this-test-only";

    [Fact]
    public Task With_user_password_and_roots_it_is_read() =>
        CliProgram.Refuses(LoggedIn, Flags(locked.Url, "--prometheus-ca", locked.Roots, "--prometheus-user", PrometheusServer.User, "--prometheus-password-file", locked.PasswordFile));

    [Fact]
    public async Task The_password_may_come_from_the_environment()
    {
        var told = await CliProgram.Run(
            $"{PrometheusFlags.PasswordVariable}={PrometheusServer.Password}", Flags(locked.Url, "--prometheus-ca", locked.Roots, "--prometheus-user", PrometheusServer.User));
        Assert.Contains(LoggedIn, told.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_login_or_with_a_wrong_one_it_says_what_to_give()
    {
        await CliProgram.Refuses("It answered 401: it wants a login, and none is given. Give --prometheus-token-file FILE", Flags(locked.Url, "--prometheus-ca", locked.Roots));
        using var folder = new TemporaryFolder();
        var told = await CliProgram.Run(Flags(locked.Url, "--prometheus-ca", locked.Roots, "--prometheus-user", "reader", "--prometheus-password-file", folder.Write("p", "guessed-wrongly")));
        Assert.Equal(2, told.ExitCode);
        Assert.Contains("It answered 401: it does not take this login", told.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("guessed-wrongly", told.Errors + told.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Trying again", told.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public Task A_certificate_of_ones_own_needs_its_roots() => CliProgram.Refuses("--prometheus-ca FILE", Flags(locked.Url));

    [Fact]
    public async Task A_bearer_token_comes_from_a_file_or_the_environment()
    {
        using var folder = new TemporaryFolder();
        await using var proxy = await AdminListener.Start(Token, ("/api/v1/query_range", NoData), ("/api/v1/query", NoData));

        await CliProgram.Refuses(LoggedIn, Flags(proxy.Url, "--prometheus-token-file", folder.Write("token", Token + "\n")));
        Assert.Contains(LoggedIn, (await CliProgram.Run($"{PrometheusFlags.TokenVariable}={Token}", Flags(proxy.Url))).Errors, StringComparison.Ordinal);
        await CliProgram.Refuses("it wants a login, and none is given", Flags(proxy.Url));
        await CliProgram.Refuses("is empty, and should hold the secret", Flags(proxy.Url, "--prometheus-token-file", folder.Write("empty", "\n")));
    }

    [Fact]
    public async Task Who_may_not_query_is_told_so()
    {
        using var folder = new TemporaryFolder();
        await using var proxy = await AdminListener.Start(Token, 403);
        await CliProgram.Refuses("It answered 403: this login may not query it", Flags(proxy.Url, "--prometheus-token-file", folder.Write("token", "another")));
    }

    [Theory]
    [InlineData("--prometheus http://me:secret@127.0.0.1:1", "a name or password in the address")]
    [InlineData("--prometheus http://127.0.0.1:1 --prometheus-user me", "User and its Password or PasswordFile go together")]
    [InlineData("--prometheus http://127.0.0.1:1 --prometheus-token-file /no/such", "--prometheus-token-file: '/no/such' does not exist")]
    [InlineData("--prometheus http://127.0.0.1:1 --prometheus-ca /no/such", "--prometheus-ca: '/no/such' does not exist")]
    [InlineData("--prometheus http://127.0.0.1:1 --prometheus-token-file /etc/hostname --prometheus-user me --prometheus-password-file /etc/hostname", "exclude each other")]
    [InlineData("--file x.csv --prometheus-user me", "--prometheus-user goes with --prometheus URL")]
    public async Task Flags_that_cannot_be_are_refused_before_anything_is_read(string flags, string sentence)
    {
        var told = await CliProgram.Run(["backtest", "--catalog", "/no/such.json", .. flags.Split(' ')]);
        Assert.Equal(2, told.ExitCode);
        Assert.Contains(sentence, told.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("me:secret", told.Errors, StringComparison.Ordinal);
    }

    private static string[] Flags(string url, params string[] login) =>
        ["backtest", "--prometheus", url, "--catalog", DemandCsvFile.Catalog, "--days", "0.1", "--history-days", "0", "--until", "2026-03-02T04:00:00Z", .. login];
}
