namespace SageServe.Gateway.Tests;

public sealed class FlexNumbersTests
{
    [Fact]
    public void A_tenant_s_numbers_are_small_and_nobody_has_one_twice() => Seeds.Check(50, (_, random) =>
    {
        var numbers = new FlexNumbers();
        var held = new Dictionary<string, SortedSet<int>> { ["a"] = [], ["b"] = [] };
        for (var i = 0; i < 200; i++)
        {
            var tenant = random.NextInt(2) == 0 ? "a" : "b";
            if (random.NextInt(2) == 0 || held[tenant].Count == 0)
            {
                var least = Enumerable.Range(1, 300).First(n => !held[tenant].Contains(n));
                Assert.Equal(least, numbers.Take(new TenantId(tenant)));
                held[tenant].Add(least);
            }
            else
            {
                var number = held[tenant].ElementAt(random.NextInt(held[tenant].Count));
                held[tenant].Remove(number);
                numbers.Return(new TenantId(tenant), number);
            }
        }
    });
}
