using System.Xml.Linq;

namespace SageServe.Tidy.Tests;

/// <summary>What a project file says that it uses.</summary>
internal sealed record ProjectFile(string Path, string Name, string Sdk, IReadOnlyList<string> Projects, IReadOnlyList<string> Packages, IReadOnlyList<string> Frameworks, IReadOnlyDictionary<string, string> Properties)
{
    public static ProjectFile Read(SourceTree tree, string path)
    {
        var xml = XDocument.Parse(tree.Read(path)).Root!;
        return new ProjectFile(
            path,
            System.IO.Path.GetFileNameWithoutExtension(path),
            xml.Attribute("Sdk")?.Value ?? "",
            [.. Includes(xml, "ProjectReference").Select(p => System.IO.Path.GetFileNameWithoutExtension(p.Replace('\\', '/')))],
            [.. Includes(xml, "PackageReference"), .. Includes(xml, "Reference"), .. Includes(xml, "PackageDownload")],
            [.. Includes(xml, "FrameworkReference")],
            xml.Descendants().Where(e => e.Parent?.Name.LocalName == "PropertyGroup").GroupBy(e => e.Name.LocalName).ToDictionary(g => g.Key, g => g.Last().Value));
    }

    public bool UsesAspNet => Sdk == "Microsoft.NET.Sdk.Web" || Frameworks.Contains("Microsoft.AspNetCore.App");

    private static IEnumerable<string> Includes(XElement xml, string item) =>
        xml.Descendants().Where(e => e.Name.LocalName == item).Select(e => e.Attribute("Include")?.Value ?? e.Attribute("Update")?.Value ?? "");
}
