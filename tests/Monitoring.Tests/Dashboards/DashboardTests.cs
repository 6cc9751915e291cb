using System.Text.Json.Nodes;

namespace SageServe.Monitoring.Tests;

/// <summary>What a look at the files can tell; that each query finds data is shown on a live run (acceptance tests).</summary>
public sealed class DashboardTests
{
    /// <summary>Links and bookmarks go by these: they never change.</summary>
    private static readonly string[] Uids = ["sageserve-cost", "sageserve-engines", "sageserve-overview", "sageserve-queue", "sageserve-routing", "sageserve-scaler"];

    [Fact]
    public void Each_dashboard_keeps_its_uid_and_names_its_file_after_it()
    {
        Assert.Equal(Uids, Dashboard.All.Select(d => d.Uid));
        Assert.Equal(Uids, Dashboard.All.Select(d => d.FileName));
        Assert.All(Dashboard.All, d => Assert.Contains("sageserve", d.Document["tags"]!.AsArray().Select(t => (string)t!)));
        Assert.All(Dashboard.All, d => Assert.Null(d.Document["id"]));
    }

    [Fact]
    public void Each_asks_the_chosen_data_source_and_nothing_else()
    {
        foreach (var dashboard in Dashboard.All)
        {
            Assert.Equal("DS_PROMETHEUS", (string)dashboard.Variables.First()["name"]!);
            Assert.Contains("namespace", dashboard.Variables.Select(v => (string)v["name"]!));
            Assert.All(dashboard.Charts, p => Assert.Equal("${DS_PROMETHEUS}", (string)p["datasource"]!["uid"]!));
            Assert.All(dashboard.Charts.SelectMany(p => p["targets"]!.AsArray()), t => Assert.Equal("${DS_PROMETHEUS}", (string)t!["datasource"]!["uid"]!));
            Assert.All(dashboard.Variables.Skip(1), v => Assert.Equal((".*", true), ((string)v["allValue"]!, (bool)v["includeAll"]!)));
        }
    }

    [Fact]
    public void Each_panel_says_what_it_shows_in_which_unit_and_what_is_too_much()
    {
        foreach (var (dashboard, panel) in Dashboard.All.SelectMany(d => d.Charts.Select(p => (d, p))))
        {
            var where = $"{dashboard.Uid}: {panel["title"]}";
            var defaults = panel["fieldConfig"]!["defaults"]!;
            Assert.True(((string)panel["title"]!).Length is > 2 and < 60, where);
            Assert.True(((string?)panel["description"])?.Length > 4 && ((string)panel["description"]!).EndsWith('.'), where + " has no description, or no sentence");
            Assert.False(string.IsNullOrEmpty((string?)defaults["unit"]), where + " has no unit");
            Assert.True(defaults["thresholds"]!["steps"]!.AsArray().Count > 0, where + " has no thresholds");
            Assert.All(panel["targets"]!.AsArray(), t => Assert.False(string.IsNullOrEmpty((string?)t!["legendFormat"]), where + " has a query without a legend"));
        }
    }

    [Fact]
    public void Panels_have_ids_of_their_own_and_do_not_overlap()
    {
        foreach (var dashboard in Dashboard.All)
        {
            var ids = dashboard.Panels.Select(p => (int)p["id"]!).ToArray();
            Assert.Equal(ids.Length, ids.Distinct().Count());
            var cells = dashboard.Panels.SelectMany(Cells).ToArray();
            Assert.Equal(cells.Length, cells.Distinct().Count());
            Assert.All(cells, c => Assert.InRange(c.X, 0, 23));
        }
    }

    [Fact]
    public void Each_query_names_metrics_and_labels_that_are_exported_and_goes_by_the_chosen_namespace()
    {
        var problems = Dashboard.All.SelectMany(d => d.Queries).SelectMany(q => Queries.Problems(q.Query).Select(p => $"{q.Where}: {p}"));
        Assert.Empty(problems);
        var unbound = Dashboard.All.SelectMany(d => d.Queries)
            .SelectMany(q => Queries.Uses(q.Query).Where(u => !u.Selector.Contains("namespace=~\"$namespace\"", StringComparison.Ordinal)).Select(u => $"{q.Where}: {u.Metric}"));
        Assert.Empty(unbound);
    }

    [Fact]
    public void Each_variable_that_a_query_uses_is_one_of_the_dashboard()
    {
        foreach (var dashboard in Dashboard.All)
        {
            var names = dashboard.Variables.Select(v => "$" + (string)v["name"]!).Concat(["$__rate_interval", "$__interval", "$__range", "$__range_s"]).ToHashSet();
            Assert.All(
                dashboard.Queries.SelectMany(q => System.Text.RegularExpressions.Regex.Matches(q.Query, @"\$[a-z_A-Z]+").Select(m => (q.Where, m.Value))),
                used => Assert.True(names.Contains(used.Value), $"{used.Where} uses {used.Value}"));
        }
    }

    [Theory]
    [InlineData("rate(sageserve_nobody_total[5m])", "nobody exports sageserve_nobody_total")]
    [InlineData("sageserve_held_requests{replica=\"a\"}", "sageserve_held_requests has no label replica")]
    [InlineData("sum by (replica) (sageserve_held_requests)", "it groups by replica, which none of its metrics has")]
    [InlineData("sum by (le) (rate(sageserve_request_ttft_seconds_bucket{model=~\"x{2}\", tier=\"y\"}[5m]))", null)]
    public void The_look_into_queries_sees_what_is_wrong(string query, string? problem) =>
        Assert.Equal(problem is null ? [] : [problem], Queries.Problems(query));

    private static IEnumerable<(int X, int Y)> Cells(JsonObject panel)
    {
        var place = panel["gridPos"]!;
        return from x in Enumerable.Range((int)place["x"]!, (int)place["w"]!) from y in Enumerable.Range((int)place["y"]!, (int)place["h"]!) select (x, y);
    }
}
