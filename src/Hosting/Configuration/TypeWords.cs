namespace SageServe.Hosting;

/// <summary>What an operator should write for a value of a type.</summary>
internal static class TypeWords
{
    public static string For(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain switch
        {
            _ when plain == typeof(TimeSpan) => "a duration like 00:00:01.500",
            _ when plain == typeof(bool) => "true or false",
            _ when plain == typeof(int) || plain == typeof(long) || plain == typeof(ulong) => "a whole number",
            _ when plain == typeof(double) => "a number",
            _ when plain == typeof(Instant) || plain == typeof(DateTimeOffset) => "a time like 2026-03-02T08:00:00Z",
            _ when plain.IsEnum => "one of " + string.Join(", ", Enum.GetNames(plain)),
            _ => plain.Name,
        };
    }
}
