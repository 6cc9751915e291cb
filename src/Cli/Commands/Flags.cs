namespace SageServe.Cli;

/// <summary>Checks that flags share; each failure is a sentence that says what to do.</summary>
internal static class Flags
{
    public static double Positive(string flag, double value) =>
        value > 0 && double.IsFinite(value) ? value : throw new BadInputException($"{flag} {value} must be greater than 0.");

    public static int Within(string flag, int value, int least, int most) =>
        value >= least && value <= most ? value : throw new BadInputException($"{flag} {value} must be within {least}..{most}.");

    public static Uri Address(string flag, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new BadInputException($"{flag} '{text}' is no address. Write it like http://localhost:8080.");
}
