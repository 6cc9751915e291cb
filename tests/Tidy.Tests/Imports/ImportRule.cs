namespace SageServe.Tidy.Tests;

/// <summary>Holds the project files of src and feed against the import table.</summary>
internal sealed class ImportRule(string root) : ITidyRule
{
    public IEnumerable<string> Violations()
    {
        var tree = new SourceTree(root);
        foreach (var file in tree.Under(["src"], ".csproj"))
        {
            foreach (var violation in OfProduct(ProjectFile.Read(tree, file)))
            {
                yield return violation;
            }
        }

        foreach (var file in tree.Under(["feed"], ".csproj"))
        {
            foreach (var reference in ProjectFile.Read(tree, file).Projects)
            {
                yield return $"{file}: a stand-in imports {reference}; stand-ins import no project.";
            }
        }
    }

    private static IEnumerable<string> OfProduct(ProjectFile project)
    {
        if (!ImportTable.Projects.TryGetValue(project.Name, out var allowed))
        {
            yield return $"{project.Path}: {project.Name} does not stand in the import table.";
            yield break;
        }

        foreach (var reference in project.Projects.Where(p => !allowed.Contains(p)))
        {
            yield return $"{project.Path}: {project.Name} imports {reference}; it may import {(allowed.Length == 0 ? "nothing" : string.Join(", ", allowed))}.";
        }

        foreach (var package in project.Packages)
        {
            if (!ImportTable.Packages.TryGetValue(package, out var users))
            {
                yield return $"{project.Path}: package {package} does not stand in the table of packages.";
            }
            else if (!users.Contains(project.Name))
            {
                yield return $"{project.Path}: {project.Name} uses {package}; only {string.Join(", ", users)} may.";
            }
        }

        if (project.UsesAspNet && !ImportTable.MayUseAspNet.Contains(project.Name))
        {
            yield return $"{project.Path}: {project.Name} uses ASP.NET Core; only {string.Join(", ", ImportTable.MayUseAspNet)} may.";
        }
    }
}
