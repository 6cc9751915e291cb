using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SageServe.Hosting.Tests;

public sealed class CheckedOptionsTests
{
    [Fact]
    public void Good_options_are_bound_with_ids_times_lists_and_nested_options()
    {
        using var app = Build("""
            { "Sample": { "Url": "u", "Count": 2, "Interval": "00:00:00.500", "Region": "eastus", "Start": "2026-03-02T08:00:00Z",
              "Peers": [ { "Name": "a", "Weight": 0.5 }, { "Name": "b" } ], "Main": { "Name": "m" } }, "Other": { "Ignored": true } }
            """);
        app.MapServiceDefaults("http://127.0.0.1:0");
        var options = app.Services.GetRequiredService<IOptions<SampleOptions>>().Value;
        Assert.Equal(TimeSpan.FromMilliseconds(500), options.Interval);
        Assert.Equal(new RegionId("eastus"), options.Region);
        Assert.Equal(Instant.From(new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero)), options.Start);
        Assert.Equal([new SampleNestedOptions { Name = "a", Weight = 0.5 }, new SampleNestedOptions { Name = "b" }], options.Peers);
        Assert.Equal("m", options.Main!.Name);
    }

    [Fact]
    public void Every_problem_of_every_section_is_listed_at_once()
    {
        using var app = Build("""
            { "Sample": { "Count": 99, "Peers": [ { "Name": "a" }, { "Name": "" } ], "Main": {"Weight": 1} }, "Envelope": { "Speed": -1 }, "Drain": { "Limit": "-00:00:01" } }
            """);
        var e = Assert.Throws<ConfigurationProblemsException>(() => app.MapServiceDefaults("http://127.0.0.1:0"));
        Assert.Equal(
            [
                "Envelope:Speed: Speed must be a positive number, not -1.",
                "Envelope: a Speed other than 1 needs RealEpoch and EnvelopeEpoch.",
                "Drain:Limit: Limit must be above 0 and at most an hour.",
                "Sample:Url: The Url field is required.",
                "Sample:Count: The field Count must be between 1 and 10.",
                "Sample:Peers:1:Name: The Name field is required.",
                "Sample:Main:Name: The Name field is required.",
            ],
            e.Problems);
        Assert.StartsWith("The configuration has 7 problems:\n- Envelope", e.Message);
    }

    [Fact]
    public void All_unreadable_values_are_listed_with_what_to_write_instead()
    {
        using var app = Build("""{ "Sample": { "Url": "u", "Count": "many", "Interval": "soon", "Start": "yesterday" } }""");
        var e = Assert.Throws<ConfigurationProblemsException>(() => app.MapServiceDefaults("http://127.0.0.1:0"));
        Assert.Equal(
            [
                "Sample:Count: 'many' cannot be read as a whole number.",
                "Sample:Interval: 'soon' cannot be read as a duration like 00:00:01.500.",
                "Sample:Start: 'yesterday' cannot be read as a time like 2026-03-02T08:00:00Z.",
            ],
            e.Problems);
    }

    [Fact]
    public void Rules_between_members_are_checked()
    {
        using var app = Build("""{ "Sample": { "Url": "u", "Count": 7 } }""");
        var e = Assert.Throws<ConfigurationProblemsException>(() => app.MapServiceDefaults("http://127.0.0.1:0"));
        Assert.Equal(["Sample: a Count above 5 needs Peers."], e.Problems);
    }

    [Fact]
    public void Options_read_before_the_check_are_refused_too()
    {
        using var app = Build("""{ "Sample": { "Count": 0 } }""");
        var e = Assert.Throws<OptionsValidationException>(() => app.Services.GetRequiredService<IOptions<SampleOptions>>().Value);
        Assert.Equal(2, e.Failures.Count());
    }

    [Fact]
    public void A_bad_admin_address_is_a_sentence()
    {
        using var app = Build("""{ "Sample": { "Url": "u" } }""");
        var e = Assert.Throws<ConfigurationProblemsException>(() => app.MapServiceDefaults("localhost"));
        Assert.Equal(["'localhost' is not an address like http://127.0.0.1:9080."], e.Problems);
    }

    private static AsyncDisposableApp Build(string json)
    {
        var builder = WebApplication.CreateSlimBuilder().AddServiceDefaults("test");
        builder.Configuration.AddJsonStream(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json)));
        builder.Services.AddCheckedOptions<SampleOptions>(SampleOptions.Section);
        return new AsyncDisposableApp(builder.Build());
    }

    private sealed class AsyncDisposableApp(WebApplication app) : IDisposable
    {
        public IServiceProvider Services => app.Services;

        public void MapServiceDefaults(string url) => app.MapServiceDefaults(url);

        public void Dispose() => ((IDisposable)app).Dispose();
    }
}
