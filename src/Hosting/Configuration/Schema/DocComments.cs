using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace SageServe.Hosting;

/// <summary>Summaries of types and members as plain text, from the XML file that the compiler writes beside an assembly.</summary>
internal static partial class DocComments
{
    private static readonly ConcurrentDictionary<Assembly, IReadOnlyDictionary<string, XElement>> Files = new();

    /// <summary>Null where nobody wrote one, or where the file is not there.</summary>
    public static string? Of(PropertyInfo property) =>
        Summary(property.DeclaringType!, "P:" + Name(property.DeclaringType!) + "." + property.Name) ?? Parameter(property);

    public static string? Of(Type type) => Summary(type, "T:" + Name(type));

    private static string? Summary(Type type, string id) =>
        Members(type).TryGetValue(id, out var member) && member.Element("summary") is { } summary ? Text(summary) : null;

    // Of a positional record the parameter is described, at its type.
    private static string? Parameter(PropertyInfo property) =>
        Members(property.DeclaringType!).TryGetValue("T:" + Name(property.DeclaringType!), out var type)
        && type.Elements("param").FirstOrDefault(p => (string?)p.Attribute("name") == property.Name) is { } parameter ? Text(parameter) : null;

    private static IReadOnlyDictionary<string, XElement> Members(Type type) => Files.GetOrAdd(type.Assembly, static assembly =>
    {
        // Beside the program: an assembly inside a single file has no place of its own.
        var file = Path.Combine(AppContext.BaseDirectory, assembly.GetName().Name + ".xml");
        return File.Exists(file)
            ? XDocument.Load(file).Descendants("member").ToDictionary(m => m.Attribute("name")!.Value)
            : new Dictionary<string, XElement>();
    });

    private static string Text(XElement element) => Blanks().Replace(string.Concat(element.Nodes().Select(n => n switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => "`" + code.Value + "`",
        XElement { Name.LocalName: "see" } see => "`" + LastName(see.Attribute("cref")?.Value ?? see.Attribute("langword")?.Value ?? see.Value) + "`",
        XElement { Name.LocalName: "paramref" } other => "`" + other.Attribute("name")?.Value + "`",
        XElement other => Text(other),
        _ => "",
    })), " ").Trim();

    private static string LastName(string cref) => cref[(cref.LastIndexOf('.') + 1)..];

    private static string Name(Type type) => type.FullName!.Replace('+', '.');

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
