namespace SageServe.Hosting.Tests;

public sealed class CatalogReaderTests
{
    [Fact]
    public void A_missing_file_is_named()
    {
        using var folder = new TemporaryFolder();
        var path = folder["nowhere.json"];
        Assert.Contains(path, Assert.Single(Assert.Throws<ConfigurationProblemsException>(() => CatalogReader.Read(path)).Problems));
    }

    [Fact]
    public void A_file_that_is_no_catalog_is_named()
    {
        using var folder = new TemporaryFolder();
        var path = folder["catalog.json"];
        File.WriteAllText(path, "[1]");
        Assert.Contains(path, Assert.Single(Assert.Throws<ConfigurationProblemsException>(() => CatalogReader.Read(path)).Problems));
    }

    [Fact]
    public void A_catalog_that_breaks_rules_says_each_of_them()
    {
        using var folder = new TemporaryFolder();
        var path = folder["catalog.json"];
        File.WriteAllText(path, "{}");
        var problem = Assert.Single(Assert.Throws<ConfigurationProblemsException>(() => CatalogReader.Read(path)).Problems);
        Assert.Contains("models: is empty.", problem);
        Assert.Contains("regions: is empty.", problem);
    }
}
