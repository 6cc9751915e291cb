using System.Text.Json;
using SageServe.Planning;

namespace SageServe.Cli;

/// <summary>A calendar of days that are not like others, from a file.</summary>
internal static class CalendarFile
{
    /// <exception cref="BadInputException">There is no such file, or something is wrong with it: all of that, each with its line.</exception>
    public static LoadCalendar Read(string path)
    {
        try
        {
            var json = File.ReadAllBytes(path);
            var calendar = CalendarDocument.Parse(json, name => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null, out var problems);
            return problems.Count == 0 ? calendar : throw new BadInputException("--calendar: " + string.Join("\n", JsonLines.Numbered(path, json, problems)));
        }
        catch (JsonException e)
        {
            throw new BadInputException($"--calendar: {path}, line {e.LineNumber + 1}: this is no JSON: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"--calendar: {path} cannot be read: {e.Message}");
        }
    }
}
