using System.CommandLine;

namespace SageServe.Cli;

/// <summary><c>check-config</c>: says everything that is wrong with a catalog file, all at once.</summary>
internal static class CheckConfigCommand
{
    private static readonly Argument<string> File = new("catalog") { Description = "Catalog file (JSON)." };

    public static Command Create()
    {
        var command = new Command("check-config", "Checks a catalog file and lists every problem.") { File };
        command.SetAction((parsed, _) => Task.FromResult(Run(parsed.GetRequiredValue(File))));
        return command;
    }

    private static int Run(string path)
    {
        var document = CatalogFile.ReadDocument("check-config", path);
        var problems = ServingCatalogRules.Check(document);
        foreach (var problem in problems)
        {
            Console.Error.WriteLine($"{path}: {problem}");
        }

        if (problems.Count > 0)
        {
            Console.Error.WriteLine($"{problems.Count} problem(s).");
            return 2;
        }

        Console.WriteLine($"{path} is fine: {document.Models.Length} models, {document.Regions.Length} regions, {document.Pools.Length} pools.");
        return 0;
    }
}
