namespace SageServe.Cli.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("up --for soon", "--for 'soon' is no duration")]
    [InlineData("up --trace /no/such.csv", "there is no file '/no/such.csv'")]
    [InlineData("up --speed 3", "needs --trace")]
    [InlineData("up --rate 0", "--rate 0 must be greater than 0")]
    [InlineData("up --rate many", "--rate")]
    [InlineData("up --port 80", "--port 80")]
    [InlineData("up --day-in 5s", "--day-in")]
    [InlineData("up --json /no/such/folder/out.json", "there is no folder '/no/such/folder'")]
    [InlineData("load", "--url")]
    [InlineData("load --url localhost", "--url 'localhost' is no address")]
    [InlineData("frobnicate", "frobnicate")]
    [InlineData("check-config /no/such.json", "there is no file")]
    [InlineData("config schema router", "router")]
    [InlineData("simulate --strategy magic", "--strategy 'magic' is not known")]
    [InlineData("bench gateway --cases direct,apache", "--cases 'apache' is not known")]
    [InlineData("bench gateway --rounds 0", "--rounds 0 must be within")]
    [InlineData("replay /no/such/log", "up --record")]
    public Task Wrong_input_ends_with_2_and_a_sentence(string arguments, string sentence) => CliProgram.Refuses(sentence, arguments.Split(' '));

    [Theory]
    [InlineData("--help", "check-config")]
    [InlineData("up --help", "--day-in")]
    [InlineData("load --help", "--url")]
    [InlineData("check-config --help", "Examples:")]
    [InlineData("config schema --help", "Example:")]
    public async Task Help_tells_what_there_is(string arguments, string word)
    {
        var result = await CliProgram.Run(arguments.Split(' '));
        Assert.Equal(0, result.ExitCode);
        Assert.Contains(word, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_simulations_of_one_seed_write_the_same_bytes()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "a.json", "b.json" })
        {
            var result = await CliProgram.Succeeds("simulate", "--for", "30s", "--seed", "5", "--strategy", "reactive", "--json", folder[name]);
            Assert.Contains("GPU-hours", result.Output, StringComparison.Ordinal);
        }

        Assert.Equal(await File.ReadAllBytesAsync(folder["a.json"]), await File.ReadAllBytesAsync(folder["b.json"]));
    }

    [Theory]
    [InlineData("250ms", 0.25)]
    [InlineData("90s", 90)]
    [InlineData("1.5m", 90)]
    [InlineData("2h", 7200)]
    [InlineData("1d", 86400)]
    public void Durations_are_a_number_and_a_unit(string text, double seconds)
    {
        Assert.True(DurationText.TryParse(text, out var duration));
        Assert.Equal(seconds, duration.TotalSeconds, 6);
    }

    [Theory]
    [InlineData("90")]
    [InlineData("-5s")]
    [InlineData("s")]
    [InlineData("1e3s")]
    [InlineData("")]
    public void Anything_else_is_no_duration(string text) => Assert.False(DurationText.TryParse(text, out _));
}
