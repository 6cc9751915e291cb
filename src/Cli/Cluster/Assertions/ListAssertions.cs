namespace SageServe.Cli;

/// <summary>What lists show.</summary>
internal static class ListAssertions
{
    public static async Task PagesAsync(ClusterSite site)
    {
        for (var i = 0; i < 3; i++)
        {
            await site.MakeAsync(site.Core("configmaps"), WriteAssertions.Map($"page-{i}", "page"));
        }

        var first = await site.ReadAsync($"{site.Core("configmaps")}?labelSelector=tier%3Dpage&limit=2");
        var token = first.FieldText("metadata.continue") ?? "";
        ClusterSite.Require(first.FieldItems("items").Length == 2 && token.Length > 0, $"with limit=2 the first of 3 objects' pages has {first.FieldItems("items").Length}, and {(token.Length > 0 ? "a" : "no")} continue");
        var second = await site.ReadAsync($"{site.Core("configmaps")}?labelSelector=tier%3Dpage&limit=2&continue={Uri.EscapeDataString(token)}");
        var names = first.FieldItems("items").Concat(second.FieldItems("items")).Select(JsonFields.ObjectName).ToArray();
        ClusterSite.Require(names.Order(StringComparer.Ordinal).SequenceEqual(["page-0", "page-1", "page-2"]), $"both pages together have {string.Join(", ", names)}");
    }

    public static async Task SelectorsAsync(ClusterSite site)
    {
        foreach (var tier in new[] { "a", "b", "c" })
        {
            await site.MakeAsync(site.Core("configmaps"), WriteAssertions.Map($"selected-{tier}", tier));
        }

        await SelectsAsync(site, "tier=a", "selected-a");
        await SelectsAsync(site, "tier in (a,b)", "selected-a, selected-b");
        await SelectsAsync(site, "tier,tier!=a", "selected-b, selected-c");
    }

    private static async Task SelectsAsync(ClusterSite site, string selector, string expected)
    {
        var list = await site.ReadAsync($"{site.Core("configmaps")}?labelSelector={Uri.EscapeDataString(selector)}");
        var names = string.Join(", ", list.FieldItems("items").Select(JsonFields.ObjectName).Order(StringComparer.Ordinal));
        ClusterSite.Require(names == expected, $"'{selector}' gives '{names}', not '{expected}'");
    }
}
