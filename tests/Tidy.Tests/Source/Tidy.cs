namespace SageServe.Tidy.Tests;

/// <summary>Asserts on rules so that a failure shows every violation.</summary>
internal static class Tidy
{
    public static void Clean(ITidyRule rule)
    {
        var violations = rule.Violations().ToArray();
        Assert.True(violations.Length == 0, $"{rule.GetType().Name}: {violations.Length} violations\n- " + string.Join("\n- ", violations));
    }

    /// <summary>The rule finds exactly one violation, and its message has all these words.</summary>
    public static void Broken(ITidyRule rule, params string[] words)
    {
        var violation = Assert.Single(rule.Violations());
        Assert.All(words, word => Assert.Contains(word, violation));
    }
}
