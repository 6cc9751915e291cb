namespace SageServe.Tidy.Tests;

public sealed class ImportRuleTests
{
    [Fact]
    public void The_projects_keep_the_import_table() => Tidy.Clean(new ImportRule(Repository.Root));

    [Fact]
    public void Every_project_of_the_table_exists() =>
        Assert.All(ImportTable.Projects.Keys, name => Assert.True(File.Exists(Path.Combine(Repository.Root, "src", name, name + ".csproj")), $"src/{name} is missing"));

    [Theory]
    [InlineData("Routing", """<ProjectReference Include="../Planning/Planning.csproj" />""", "Routing imports Planning")]
    [InlineData("Scaler", """<ProjectReference Include="..\Routing\Routing.csproj" />""", "Scaler imports Routing")]
    [InlineData("Gateway", """<ProjectReference Include="../Simulator/Simulator.csproj" />""", "Gateway imports Simulator")]
    [InlineData("Simulator", """<ProjectReference Include="../Gateway/Gateway.csproj" />""", "Simulator imports Gateway")]
    [InlineData("Scaler", """<PackageReference Include="Yarp.ReverseProxy" />""", "only Gateway may")]
    [InlineData("Scaler", """<PackageReference Include="Google.OrTools" />""", "only Planning may")]
    [InlineData("Shared", """<PackageReference Include="Newtonsoft.Json" />""", "table of packages")]
    [InlineData("Simulator", """<FrameworkReference Include="Microsoft.AspNetCore.App" />""", "uses ASP.NET Core")]
    [InlineData("NewRoom", "", "does not stand in the import table")]
    public void An_import_outside_the_table_is_found(string project, string item, string message)
    {
        using var folder = new TemporaryFolder();
        folder.Write($"src/{project}/{project}.csproj", $"""<Project Sdk="Microsoft.NET.Sdk"><ItemGroup>{item}</ItemGroup></Project>""");
        Tidy.Broken(new ImportRule(folder.Root), project, message);
    }

    [Fact]
    public void A_stand_in_that_imports_the_product_is_found()
    {
        using var folder = new TemporaryFolder();
        folder.Write("feed/X/X.csproj", """<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><ProjectReference Include="../../src/Shared/Shared.csproj" /></ItemGroup></Project>""");
        Tidy.Broken(new ImportRule(folder.Root), "feed/X/X.csproj", "Shared");
    }

    [Fact]
    public void A_web_project_counts_as_ASPNET()
    {
        using var folder = new TemporaryFolder();
        folder.Write("src/Cli/Cli.csproj", """<Project Sdk="Microsoft.NET.Sdk.Web" />""");
        Tidy.Broken(new ImportRule(folder.Root), "Cli uses ASP.NET Core");
    }
}
