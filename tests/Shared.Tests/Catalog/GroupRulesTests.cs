using System.Text.Json;

namespace SageServe.Shared.Tests;

public sealed class GroupRulesTests
{
    private static readonly RegionId East = new("eastus");
    private static readonly AcceleratorId Gpu = new("a100-80gb-x2");

    [Fact]
    public void A_sound_group_is_found_from_its_members_and_loads_one_engine_after_the_other()
    {
        var catalog = new ServingCatalog(Shared(g => g, p => p));
        var group = Assert.Single(catalog.Groups);

        Assert.Equal(2, catalog.MembersOf(group.Name).Count());
        Assert.All(catalog.MembersOf("pair"), m => Assert.Same(group, catalog.GroupOf(m.Id)));
        Assert.Null(catalog.GroupOf(catalog.Pools.First(p => p.Id.Region != East).Id));
        var cold = catalog.MembersOf("pair").Select(m => catalog.Profile(m.Id.Model, Gpu).ColdStart).ToList();
        Assert.Equal(cold[0] + cold[1] + group.Sleeps(), catalog.LoadTime(group));
    }

    [Fact]
    public void It_stays_itself_in_a_file()
    {
        var document = Shared(g => g with { WakeTime = TimeSpan.FromSeconds(3) }, p => p);
        var read = JsonSerializer.Deserialize(JsonSerializer.Serialize(document, SharedJson.Default.CatalogDocument), SharedJson.Default.CatalogDocument)!;

        Assert.Equal(document.Groups[0], Assert.Single(read.Groups));
        Assert.Equal(document.Pools.Select(p => p.Group), read.Pools.Select(p => p.Group));
    }

    [Fact]
    public void All_problems_are_told_at_once_with_where_and_what_to_do()
    {
        var document = Shared(g => g with { MaxUnits = 1, InitialUnits = 1, WakeTime = TimeSpan.FromHours(2), Region = new RegionId("moon") }, p => p with { MinReplicas = 1, InitialReplicas = 1, MaxReplicas = 5 });
        document = document with
        {
            Groups = [.. document.Groups, document.Groups[0] with { Name = "lonely", Region = East, MinUnits = 3, MaxUnits = 2 }],
            Pools = [.. document.Pools.Select((p, i) => p.Group is null && i < 3 ? p with { Group = "nobody" } : p)],
        };

        var problems = ServingCatalogRules.Check(document);

        foreach (var said in (string[])[
            "region 'moon'", "within 0 s..1 h", "members stand on the same GPUs", "maxReplicas 5 is more than the 1 units", "to have 2 awake at least", "starts with 1 units",
            "lonely'): is named by pools of 0 models", "it has 3, 1, 2", "group 'nobody' does not stand in groups; there are: pair, lonely"])
        {
            Assert.Contains(problems, p => p.Contains(said, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Two_pools_of_one_model_are_no_group_and_a_name_stands_once()
    {
        var document = Shared(g => g, p => p);
        var first = document.Pools.First(p => p.Group is not null);
        var twins = document with
        {
            Groups = [document.Groups[0], document.Groups[0]],
            Pools = [.. document.Pools.Where(p => p.Group is null || p == first), first with { Id = first.Id with { Revision = "twin" } }],
        };

        var problems = ServingCatalogRules.Check(twins);

        Assert.Contains(problems, p => p.Contains("pools of 1 models", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Contains("'pair' stands 2 times", StringComparison.Ordinal));
    }

    [Fact]
    public void Units_that_no_member_could_ever_wake_on_are_a_mistake() =>
        Assert.Contains(
            ServingCatalogRules.Check(Shared(g => g with { MinUnits = 5, InitialUnits = 5, MaxUnits = 5 }, p => p with { MaxReplicas = 2 })),
            p => p.Contains("never have more than 4 awake", StringComparison.Ordinal));

    private static CatalogDocument Shared(Func<GroupSpec, GroupSpec> group, Func<PoolSpec, PoolSpec> member) => Catalogs.Demo with
    {
        Groups = [group(new GroupSpec("pair", East, Gpu, 1, 4, 2))],
        Pools = [.. Catalogs.Demo.Pools.Select(p => p.Id.Region == East ? member(p with { MinReplicas = 0, InitialReplicas = 1, MaxReplicas = 4, Group = "pair" }) : p)],
    };
}
