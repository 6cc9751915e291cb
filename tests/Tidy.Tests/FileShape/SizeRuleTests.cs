namespace SageServe.Tidy.Tests;

public sealed class SizeRuleTests
{
    [Fact]
    public void Files_and_methods_are_small() => Tidy.Clean(new SizeRule(Repository.Root));

    [Fact]
    public void A_method_beyond_the_hard_limit_is_found()
    {
        using var folder = new TemporaryFolder();
        folder.Write("src/Gateway/A.cs", "class A {\n" + Method("Long", 71) + string.Concat(Enumerable.Range(0, 20).Select(i => Method($"M{i}", 3))) + "}");
        Tidy.Broken(new SizeRule(folder.Root), "src/Gateway/A.cs:2 Long has 71 lines");
    }

    [Fact]
    public void Too_many_long_methods_are_found()
    {
        using var folder = new TemporaryFolder();
        folder.Write("src/Gateway/A.cs", "class A {\n" + Method("A1", 41) + string.Concat(Enumerable.Range(0, 18).Select(i => Method($"M{i}", 3))) + "}");
        Tidy.Broken(new SizeRule(folder.Root), "95 % must", "A1 (41)");
    }

    [Fact]
    public void Too_many_long_files_are_found()
    {
        using var folder = new TemporaryFolder();
        folder.Write("src/Gateway/Long.cs", new string('\n', 165));
        for (var i = 0; i < 8; i++)
        {
            folder.Write($"src/Gateway/F{i}.cs", "");
        }

        Tidy.Broken(new SizeRule(folder.Root), "90 % must", "Long.cs (166)");
    }

    private static string Method(string name, int lines) => $"void {name}() {{" + new string('\n', lines - 1) + "}\n";
}
