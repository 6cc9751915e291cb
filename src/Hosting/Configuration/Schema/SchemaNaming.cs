using System.Text.Json;

namespace SageServe.Hosting;

/// <summary>How a kind of file writes names, enums and what must be there.</summary>
/// <param name="Names">Null: as the records do.</param>
/// <param name="Enum">Names of an enum's values.</param>
/// <param name="MarksRequired">
/// True: what the records require must stand in the file. False: it may come from the environment or the command line.
/// </param>
internal sealed record SchemaNaming(JsonNamingPolicy? Names, Func<Type, IEnumerable<string>> Enum, bool MarksRequired)
{
    /// <summary>Configuration files.</summary>
    public static readonly SchemaNaming Options = new(null, System.Enum.GetNames, MarksRequired: false);

    /// <summary>Documents such as the catalog.</summary>
    public static readonly SchemaNaming Document = new(
        JsonNamingPolicy.CamelCase,
        type => type == typeof(ServiceTier) ? ServiceTiers.All.Select(t => t.WireName()) : System.Enum.GetNames(type),
        MarksRequired: true);

    public string Of(string member) => Names?.ConvertName(member) ?? member;
}
