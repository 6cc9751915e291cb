namespace SageServe.Tidy.Tests;

public sealed class CommandBlockTests
{
    private const string Fenced = "# A\n\n{0}\n```sh\n./sageserve keys list\n```\n";
    private const string Indented = "# A\n\nSo:\n\n{0}\n\n    FOO=1 ./sageserve keys list --json\n";

    [Fact]
    public void Every_block_of_commands_says_which_test_runs_it_or_why_none_does() => Tidy.Clean(new CommandBlockRule(Repository.Root));

    [Theory]
    [InlineData(Fenced, "", "has no mark")]
    [InlineData(Indented, "", "has no mark")]
    [InlineData(Fenced, "<!-- not run: -->", "has no mark")]
    [InlineData(Fenced, "<!-- run by GoneTests -->", "there is no test class GoneTests")]
    [InlineData(Indented, "<!-- run by OtherTests -->", "OtherTests has nothing of 'keys'")]
    public void A_block_that_nobody_answers_for_is_found(string page, string mark, string problem)
    {
        using var folder = Folder();
        folder.Write("docs/a.md", page.Replace("{0}", mark, StringComparison.Ordinal));
        Tidy.Broken(new CommandBlockRule(folder.Root), "docs/a.md", problem);
    }

    [Theory]
    [InlineData(Fenced, "<!-- run by KeysTests -->")]
    [InlineData(Indented, "<!-- run by KeysTests, OtherTests: with a shorter load -->")]
    [InlineData(Fenced, "<!-- not run: needs a cluster -->")]
    public void A_marked_block_passes_and_so_does_text(string page, string mark)
    {
        using var folder = Folder();
        folder.Write("docs/a.md", page.Replace("{0}", mark, StringComparison.Ordinal));
        folder.Write("docs/b.md", "# B\n" + mark + "\n\n```\n./sageserve keys list\n```\n\n```\nno command\n```\n");
        folder.Write("docs/c.md", "# C\n\n`./sageserve keys list` is in a sentence.\n\n```json\n{}\n```\n");
        Tidy.Clean(new CommandBlockRule(folder.Root));
    }

    private static TemporaryFolder Folder()
    {
        var folder = new TemporaryFolder();
        folder.Write("tests/A.Tests/KeysTests.cs", "// keys list");
        folder.Write("tests/A.Tests/OtherTests.cs", "// nothing");
        return folder;
    }
}
