using System.Text.Json;
using SageServe.Planning;

namespace SageServe.Simulator;

/// <summary>A calendar of days that are not like others, from a file as docs/schema/calendar.schema.json says.</summary>
internal static class CalendarReader
{
    /// <param name="path">Of the file.</param>
    /// <param name="name">What named it, for messages.</param>
    /// <exception cref="BadInputException">There is no such file, or something is wrong with it: all of that.</exception>
    public static LoadCalendar Read(string path, string name)
    {
        try
        {
            var calendar = CalendarDocument.Parse(File.ReadAllBytes(path), zone => TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) ? found : null, out var problems);
            return problems.Count == 0 ? calendar : throw Problems.Exception([.. problems.Select(p => $"{name}: {path}: {p}")]);
        }
        catch (JsonException e)
        {
            throw new BadInputException($"{name}: {path}, line {e.LineNumber + 1}: this is no JSON: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"{name}: {path} cannot be read: {e.Message}");
        }
    }
}
