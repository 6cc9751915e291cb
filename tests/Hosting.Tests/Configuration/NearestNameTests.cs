namespace SageServe.Hosting.Tests;

public sealed class NearestNameTests
{
    private static readonly string[] Known = ["MinAttempts", "MaxAttempts", "Window", "OpenFor"];

    [Theory]
    [InlineData("minattempts", "MinAttempts")]
    [InlineData("MinAtempts", "MinAttempts")]
    [InlineData("MaxAttmepts", "MaxAttempts")]
    [InlineData("Windows", "Window")]
    [InlineData("OpenForever", null)]
    [InlineData("Colour", null)]
    [InlineData("", null)]
    public void It_is_the_one_that_was_probably_meant(string written, string? meant) => Assert.Equal(meant, NearestName.Of(written, Known));

    [Theory]
    [InlineData("abc", "abc", 0)]
    [InlineData("abc", "acb", 1)]
    [InlineData("abc", "ab", 1)]
    [InlineData("", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    public void Letters_that_differ_are_counted(string a, string b, int distance)
    {
        Assert.Equal(distance, NearestName.Distance(a, b));
        Assert.Equal(distance, NearestName.Distance(b, a));
    }
}
