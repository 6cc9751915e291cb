namespace SageServe.Tidy.Tests;

public sealed class WordingRuleTests
{
    [Fact]
    public void Names_say_something_and_nothing_is_left_for_later() => Tidy.Clean(new WordingRule(Repository.Root));

    [Theory]
    [InlineData("class FleetManager;", "FleetManager")]
    [InlineData("static class TimeUtils;", "TimeUtils")]
    [InlineData("interface IBatchProcessor;", "IBatchProcessor")]
    [InlineData("class A; // TODO: later", "TODO")]
    [InlineData("class A { void B() => throw new NotImplementedException(); }", "NotImplementedException")]
    public void An_empty_name_or_a_note_for_later_is_found(string text, string word)
    {
        using var folder = new TemporaryFolder();
        folder.Write("src/Gateway/A.cs", text);
        Tidy.Broken(new WordingRule(folder.Root), "src/Gateway/A.cs", word);
    }

    [Fact]
    public void Words_inside_others_are_no_notes()
    {
        using var folder = new TemporaryFolder();
        folder.Write("src/Gateway/A.cs", "class A { int HACKney; int processorCount; }");
        Tidy.Clean(new WordingRule(folder.Root));
    }
}
