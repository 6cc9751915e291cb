using System.Text.Json.Nodes;

namespace SageServe.Scaler.Tests;

/// <summary>The executable on a real Prometheus behind https and basic authentication.</summary>
public sealed class PrometheusLoginTests : IAsyncLifetime
{
    private readonly ScalerRig _rig = new();
    private readonly TestAuthority _authority = new();
    private PrometheusServer _prometheus = null!;

    public async ValueTask InitializeAsync()
    {
        await _rig.StartAsync();
        _prometheus = await PrometheusServer.StartLocked([_rig.Gateway.Address], TimeSpan.FromMilliseconds(100), _authority);
        _rig.Folder.Write("roots.pem", _authority.Pem);
    }

    public async ValueTask DisposeAsync()
    {
        await _prometheus.DisposeAsync();
        await _rig.DisposeAsync();
        _authority.Dispose();
    }

    [Fact]
    public async Task Demand_is_read_with_the_login_and_without_it_the_log_says_what_lacks()
    {
        var secret = _rig.Folder.Write("password", "guessed-wrongly");
        await using var scaler = ScalerProcess.Start(_rig.Folder, Config(new JsonObject { ["User"] = PrometheusServer.User, ["PasswordFile"] = secret, ["AuthorityFile"] = _rig.Folder["roots.pem"] }));
        await scaler.Ready();
        await Eventually.True(() => scaler.Log.Contains("It answered 401: it does not take this login; look at the token, or at user and password (Scaler:Source:Login).", StringComparison.Ordinal), "the refusal is told");
        Assert.DoesNotContain("guessed-wrongly", scaler.Log, StringComparison.Ordinal);

        // The file is read for each question, so that a secret may be renewed under a running scaler.
        _rig.Folder.Write("password", PrometheusServer.Password);
        await Eventually.True(() => scaler.Log.Contains("Prometheus answers again.", StringComparison.Ordinal), "it is let in");
        await Eventually.True(async () => (await scaler.Get("/admin/state")).GetProperty("lastTick").GetProperty("steps").EnumerateArray().Any(s => s.GetProperty("detail").GetString()!.Contains("1 series", StringComparison.Ordinal)), "demand is known");
        Assert.Equal(0, await scaler.End());
    }

    [Fact]
    public async Task What_cannot_be_a_login_is_refused_at_start()
    {
        var config = Config(new JsonObject { ["User"] = "me", ["BearerTokenFile"] = "/no/such" });
        config["Scaler"]!["Source"]!["PrometheusUrl"] = "https://me:secret@127.0.0.1:1";
        await using var scaler = ScalerProcess.Start(_rig.Folder, config);

        Assert.Equal(2, await scaler.ExitCode());
        string[] problems = ["exclude each other", "go together", "'/no/such' does not exist", "they belong into Login"];
        await Eventually.True(() => problems.All(p => scaler.Log.Contains(p, StringComparison.Ordinal)), "all problems are told");
    }

    private JsonObject Config(JsonObject login) => _rig.Config(c => c["Scaler"]!["Source"] = new JsonObject { ["Kind"] = "prometheus", ["PrometheusUrl"] = _prometheus.Url, ["Login"] = login });
}
