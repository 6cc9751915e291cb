namespace SageServe.Tidy.Tests;

public sealed class DocsTests
{
    [Fact]
    public void Files_named_in_the_documents_exist() => Tidy.Clean(new DocsRule(Repository.Root));

    [Fact]
    public void No_file_tells_where_it_was_written() => Tidy.Clean(new PrivatePathRule(Repository.Root));

    [Theory]
    [InlineData("README.md", "See `src/Gone/Gone.cs`.", "src/Gone/Gone.cs")]
    [InlineData("docs/a.md", "See `Gone.cs`.", "Gone.cs")]
    [InlineData("docs/a.md", "See [this](decisions/gone.md#x).", "decisions/gone.md")]
    [InlineData("docs/deep/a.md", "See [this](../../src/Gone/).", "src/Gone/")]
    public void A_document_that_names_a_missing_file_is_found(string document, string text, string word)
    {
        using var folder = new TemporaryFolder();
        folder.Write(document, text);
        Tidy.Broken(new DocsRule(folder.Root), document, word);
    }

    [Fact]
    public void Names_of_existing_files_other_code_and_web_links_pass()
    {
        using var folder = new TemporaryFolder();
        folder.Write("src/A/B.cs", "");
        folder.Write("docs/a.md", "`src/A/B.cs` `src/A/` `src/A` `B.cs` [b](../src/A/B.cs) [w](https://example.org/x) `System.IO` `out.json` [here](#top)");
        Tidy.Clean(new DocsRule(folder.Root));
    }

    [Theory]
    [InlineData("/wor", "k/main/x")]
    [InlineData("\"/tm", "p/x.json\"")]
    [InlineData("/hom", "e/someone/src")]
    [InlineData("https://api.nuge", "t.org/v3/index.json")]
    public void A_path_of_one_machine_is_found(string first, string second)
    {
        using var folder = new TemporaryFolder();
        folder.Write("src/A.cs", "// fine\n" + first + second);
        Tidy.Broken(new PrivatePathRule(folder.Root), "src/A.cs:2");
    }
}
