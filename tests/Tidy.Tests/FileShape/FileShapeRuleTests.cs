namespace SageServe.Tidy.Tests;

public sealed class FileShapeRuleTests
{
    [Fact]
    public void Files_have_the_houses_shape() => Tidy.Clean(new FileShapeRule(Repository.Root));

    [Theory]
    [InlineData("src/Gateway/A.cs", "namespace SageServe.Gateway; class A; class B;", "holds A, B")]
    [InlineData("src/Gateway/A.cs", "namespace SageServe.Gateway; class A; enum B { C }", "holds A, B")]
    [InlineData("feed/X/A.cs", "namespace Y; delegate void A(); interface B;", "holds A, B")]
    [InlineData("src/Gateway/A.cs", "namespace SageServe.Gateway; record B;", "named after its type")]
    [InlineData("src/Gateway/Ingress/A.cs", "namespace SageServe.Gateway.Ingress; class A;", "a project has one")]
    [InlineData("src/Gateway/A.cs", "namespace SageServe.Gateway { class A; }", "file-scoped")]
    [InlineData("src/Gateway/A.cs", "class A;", "no namespace")]
    public void A_file_of_another_shape_is_found(string path, string text, string message)
    {
        using var folder = new TemporaryFolder();
        folder.Write(path, text);
        Tidy.Broken(new FileShapeRule(folder.Root), path, message);
    }

    [Theory]
    [InlineData("src/Gateway/A.cs")]
    [InlineData("tests/Gateway.Tests/A.cs")]
    public void A_long_file_is_found(string path)
    {
        using var folder = new TemporaryFolder();
        folder.Write(path, "namespace SageServe.Gateway; class A;" + new string('\n', 300));
        Tidy.Broken(new FileShapeRule(folder.Root), path, "301 lines");
    }

    [Fact]
    public void Good_files_pass_with_nested_types_parts_generics_and_top_level_statements()
    {
        using var folder = new TemporaryFolder();
        folder.Write("src/Gateway/A.cs", "namespace SageServe.Gateway; class A { class Nested; }");
        folder.Write("src/Gateway/A.Part.cs", "namespace SageServe.Gateway; partial class A;");
        folder.Write("src/Gateway/Box{T}.cs", "namespace SageServe.Gateway; class Box<T>;");
        folder.Write("src/Gateway/Program.cs", "return 0;");
        Tidy.Clean(new FileShapeRule(folder.Root));
    }
}
