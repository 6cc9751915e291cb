namespace SageServe.Kubernetes.Tests;

public sealed class PodSelectorTests
{
    private static readonly Dictionary<string, string> Labels = new() { ["app"] = "vllm", ["tier"] = "a" };

    [Theory]
    [InlineData("app=vllm", true)]
    [InlineData("app==vllm", true)]
    [InlineData("app=other", false)]
    [InlineData("app=vllm,tier in (b, a)", true)]
    [InlineData("app=vllm,tier in (b,c)", false)]
    [InlineData("tier notin (b,c),app", true)]
    [InlineData("tier notin (a)", false)]
    [InlineData("zone notin (a)", true)]
    [InlineData("tier!=a", false)]
    [InlineData("zone!=a", true)]
    [InlineData("zone", false)]
    [InlineData("!zone", true)]
    [InlineData("!app", false)]
    [InlineData("", false)]
    public void Every_part_must_hold(string selector, bool selects) => Assert.Equal(selects, PodSelector.Parse(selector).Selects(Labels));

    [Fact]
    public void A_pod_without_labels_is_selected_only_by_what_it_lacks()
    {
        Assert.True(PodSelector.Parse("!app").Selects(null));
        Assert.False(PodSelector.Parse("app").Selects(null));
    }
}
