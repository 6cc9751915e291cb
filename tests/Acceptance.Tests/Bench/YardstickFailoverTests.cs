using SageServe.Cli;

namespace SageServe.Acceptance.Tests;

/// <summary>
/// The two ways of forwarding that were to be decided between (docs/decisions/0001): both get past a first destination that is dead, answers
/// 503, or breaks off after its headers, before a byte went to the client.
/// </summary>
public sealed class YardstickFailoverTests
{
    private readonly HashSet<int> _taken = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("yarp-pipeline", "dead")]
    [InlineData("yarp-pipeline", "503")]
    [InlineData("yarp-pipeline", "cut")]
    [InlineData("yarp-forwarder", "dead")]
    [InlineData("yarp-forwarder", "503")]
    [InlineData("yarp-forwarder", "cut")]
    public async Task A_failure_before_the_first_byte_is_not_seen_by_the_client(string mode, string fault)
    {
        using var folder = new TemporaryFolder();
        using var http = new HttpClient();
        var (good, bad, proxy) = (Address(), Address(), Address());
        await using var working = Start(folder, "upstream", "--url", good);
        await using var failing = fault == "dead" ? null : Start(folder, "upstream", "--url", bad, "--fault", fault);
        await using var child = Start(folder, mode, "--url", proxy, "--to", $"{bad};{good}");
        foreach (var url in fault == "dead" ? [good, proxy] : new[] { good, bad, proxy })
        {
            await Eventually.True(() => AnswersAsync(http, url), $"{mode} at {url}");
        }

        using var content = new StringContent("""{"messages":[],"model":"m","stream":true}""", System.Text.Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri(proxy + AnswerCheck.Path), content, Stop);

        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode}");
        Assert.EndsWith("data: [DONE]\n\n", await response.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    private string Address() => $"http://127.0.0.1:{PortPlan.Free(_taken)}";

    private static ChildProcess Start(TemporaryFolder folder, string mode, params string[] arguments) =>
        ChildProcess.Start(mode, folder[Guid.NewGuid().ToString("N") + ".log"], Programs.Yardstick, ["--mode", mode, .. arguments]);

    private static async Task<bool> AnswersAsync(HttpClient http, string url)
    {
        try
        {
            using var response = await http.GetAsync(new Uri(url + "/bench/allocated"), Stop);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
