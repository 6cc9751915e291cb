namespace SageServe.Tidy.Tests;

public sealed class ComplaintsTests
{
    private const string Source = "public sealed class ATests\n{\n    [Fact]\n    public async " + "Task Peer123_it_works()\n    {\n    }\n}\n";

    [Fact]
    public void The_table_of_complaints_names_the_tests_that_exist() => Tidy.Clean(new ComplaintsRule(Repository.Root));

    [Fact]
    public void A_row_whose_test_is_gone_is_found()
    {
        using var folder = With("| peer#123 | x | `ATests.Peer123_it_works` |\n| peer#124 | x | `ATests.Peer124_gone` |\n");
        Tidy.Broken(new ComplaintsRule(folder.Root), "ATests.Peer124_gone", "does not exist");
    }

    [Fact]
    public void A_test_that_is_named_after_a_complaint_and_stands_nowhere_is_found()
    {
        using var folder = With("| complaint | test |\n");
        Tidy.Broken(new ComplaintsRule(folder.Root), "ATests.Peer123_it_works", "lacks");
    }

    private static TemporaryFolder With(string table)
    {
        var folder = new TemporaryFolder();
        folder.Write(ComplaintsRule.Document, table);
        folder.Write("tests/A/ATests.cs", Source);
        return folder;
    }
}
