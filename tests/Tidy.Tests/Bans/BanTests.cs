namespace SageServe.Tidy.Tests;

public sealed class BanTests
{
    [Fact]
    public void Pure_rooms_are_marked_and_nobody_switches_the_bans_off() => Tidy.Clean(new BanWiringRule(Repository.Root));

    [Theory]
    [InlineData("var x = DateTime.UtcNow;")]
    [InlineData("var x = DateTimeOffset.Now;")]
    [InlineData("var x = System.Diagnostics.Stopwatch.GetTimestamp();")]
    [InlineData("var x = TimeProvider.System;")]
    [InlineData("var x = new Random(1);")]
    [InlineData("var x = Random.Shared;")]
    [InlineData("var x = Guid.NewGuid();")]
    [InlineData("var x = Environment.TickCount64;")]
    [InlineData("Console.WriteLine();")]
    [InlineData("var x = File.ReadAllText(\"f\");")]
    [InlineData("var x = new HttpClient();")]
    [InlineData("var x = System.Net.Dns.GetHostName();")]
    [InlineData("Task.Run(() => { });")]
    [InlineData("var x = Task.CompletedTask;")]
    [InlineData("var x = new Thread(() => { });")]
    public async Task In_a_pure_room_the_ban_bites(string statement)
    {
        Assert.NotEmpty(await Bites(true, statement));
    }

    [Theory]
    [InlineData("var x = DateTime.Now;", true)]
    [InlineData("Thread.Sleep(1);", true)]
    [InlineData("Task.CompletedTask.Wait();", true)]
    [InlineData("var x = Task.FromResult(1).Result;", true)]
    [InlineData("var x = new Random();", true)]
    [InlineData("var x = System.Diagnostics.Stopwatch.GetTimestamp();", false)]
    [InlineData("var x = File.ReadAllText(\"f\");", false)]
    public async Task Elsewhere_only_the_general_ban_bites(string statement, bool banned)
    {
        Assert.Equal(banned, (await Bites(false, statement)).Count > 0);
    }

    [Fact]
    public async Task Plain_arithmetic_is_not_banned() =>
        Assert.Empty(await Bites(true, "var x = TimeSpan.FromSeconds(1) + new DateTime(5).TimeOfDay; var y = Math.Sqrt(x.Ticks);"));

    [Fact]
    public async Task The_pure_rooms_sources_have_nothing_banned()
    {
        var tree = new SourceTree(Repository.Root);
        var files = tree.Under(ImportTable.PureRooms.Select(r => "src/" + r), ".cs").ToArray();
        Assert.True(files.Length > 50, $"only {files.Length} files of pure rooms were found");
        Assert.Empty(await BanAnalyzer.Bites(true, files.Select(f => (f, tree.Read(f)))));
    }

    [Theory]
    [InlineData("src/Routing/Routing.csproj", "<Project />", "PureRoom is False")]
    [InlineData("src/Gateway/Gateway.csproj", "<Project><PropertyGroup><PureRoom>true</PureRoom></PropertyGroup></Project>", "PureRoom is True")]
    [InlineData("src/Gateway/Gateway.csproj", "<Project><PropertyGroup><AllowBannedSymbols>true</AllowBannedSymbols></PropertyGroup></Project>", "AllowBannedSymbols")]
    [InlineData("src/Gateway/Gateway.csproj", "<Project><PropertyGroup><NoWarn>RS0030</NoWarn></PropertyGroup></Project>", "NoWarn")]
    [InlineData("src/Gateway/A.cs", "#pragma warning disable RS0030\nclass A;", "switches RS0030 off")]
    [InlineData("src/Gateway/A.cs", "#pragma warning disable\nclass A;", "switches RS0030 off")]
    [InlineData(".editorconfig", "dotnet_diagnostic.RS0030.severity = none", "severity")]
    [InlineData("Directory.Build.props", "<Project />", "warnings are not errors")]
    public void A_switched_off_ban_is_found(string file, string content, string message)
    {
        using var folder = new TemporaryFolder();
        folder.Write("Directory.Build.targets", File.ReadAllText(Path.Combine(Repository.Root, "Directory.Build.targets")));
        folder.Write("Directory.Build.props", File.ReadAllText(Path.Combine(Repository.Root, "Directory.Build.props")));
        folder.Write(file, content);
        Tidy.Broken(new BanWiringRule(folder.Root), file, message);
    }

    private static Task<IReadOnlyList<string>> Bites(bool pureRoom, string statement) =>
        BanAnalyzer.Bites(pureRoom, ("sample.cs", $"class Sample {{ void Method() {{ {statement} }} }}"));
}
