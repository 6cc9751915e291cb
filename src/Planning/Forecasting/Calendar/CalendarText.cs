namespace SageServe.Planning;

/// <summary>What a calendar does to a forecast, in words.</summary>
internal static class CalendarText
{
    public static string Of(IEnumerable<SpecialDay> days) => string.Concat(days.Select(d => d switch
    {
        { Like: { } like } => FormattableString.Invariant($" {d.Name} counts as a {like}."),
        { Scale: { } scale } => FormattableString.Invariant($" {d.Name} counts as {scale:0.##} of an ordinary {d.Day}."),
        _ => $" How {d.Name} goes is not known.",
    }));
}
