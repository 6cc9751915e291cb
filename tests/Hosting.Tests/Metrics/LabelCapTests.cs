namespace SageServe.Hosting.Tests;

public sealed class LabelCapTests
{
    [Fact]
    public void The_first_values_keep_their_names_and_the_rest_are_other()
    {
        var cap = new LabelCap(2);
        Assert.Equal(["a", "b", "other", "a", "other"], new[] { "a", "b", "c", "a", "c" }.Select(cap.Of));
    }

    [Fact]
    public async Task Threads_together_never_pass_the_limit()
    {
        var cap = new LabelCap(100);
        var names = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
            Enumerable.Range(0, 5000).Select(i => cap.Of($"v{i}")).Distinct().ToArray())));
        var kept = names.SelectMany(n => n).Distinct().Where(n => n != LabelCap.Other).ToArray();
        Assert.InRange(kept.Length, 90, 100);
        Assert.Equal(LabelCap.Other, cap.Of("one more"));
    }
}
