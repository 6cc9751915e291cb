namespace SageServe.Cli.Tests;

public sealed class OptionReferenceTests
{
    [Theory]
    [InlineData("gateway")]
    [InlineData("scaler")]
    [InlineData("catalog")]
    public async Task The_page_of_options_is_what_the_code_says(string kind)
    {
        var page = Path.Combine(Repository.Root, "docs", "reference", kind + ".md");
        var run = await CliProgram.Succeeds("config", "reference", kind);
        Assert.True(run.Output == await File.ReadAllTextAsync(page), $"{page} is old; write it anew: ./sageserve config reference {kind} > docs/reference/{kind}.md");
    }
}
