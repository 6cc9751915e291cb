using System.Text.Json;

namespace SageServe.Scaler;

/// <summary>
/// The calendar of days that are not like others. The file is read again when it changes; a bad one is told in the log and the old one
/// stays. Planning gets it with the first tick after each change.
/// </summary>
internal sealed class CalendarFile : IDisposable
{
    private readonly ReloadingFile<LoadCalendar>? _file;
    private LoadCalendar? _told;

    /// <exception cref="ConfigurationProblemsException">The file is bad at start.</exception>
    public CalendarFile(ScalerOptions options, TimeProvider time, ILogger<CalendarFile> logger)
    {
        if (options.CalendarFile is { } path)
        {
            if (Problems(path) is { Count: > 0 } problems)
            {
                throw new ConfigurationProblemsException(problems);
            }

            _file = new ReloadingFile<LoadCalendar>(path, json => Parse(path, json), time, logger);
        }
    }

    /// <summary>Null where it is what was taken last, or where there is none.</summary>
    public LoadCalendar? TakeIfChanged()
    {
        var now = _file?.Current;
        if (ReferenceEquals(now, _told))
        {
            return null;
        }

        _told = now;
        return now;
    }

    /// <summary>Looks at the file now instead of at the next beat.</summary>
    public void Poll() => _file?.Poll();

    /// <summary>All that is wrong with a file, each with its line; empty where it may be used.</summary>
    public static IReadOnlyList<string> Problems(string path)
    {
        try
        {
            _ = Parse(path, File.ReadAllBytes(path));
            return [];
        }
        catch (ConfigurationProblemsException e)
        {
            return e.Problems;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [$"{path}: {e.Message}"];
        }
    }

    public void Dispose() => _file?.Dispose();

    private static LoadCalendar Parse(string path, byte[] json)
    {
        try
        {
            var calendar = CalendarDocument.Parse(json, name => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null, out var problems);
            return problems.Count == 0 ? calendar : throw new ConfigurationProblemsException(JsonLines.Numbered(path, json, problems));
        }
        catch (JsonException e)
        {
            throw new ConfigurationProblemsException([$"{path}, line {e.LineNumber + 1}: this is no JSON: {e.Message}"]);
        }
    }
}
