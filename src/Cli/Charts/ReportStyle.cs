using System.Reflection;

namespace SageServe.Cli;

/// <summary>The style sheet of reports, from inside the program.</summary>
internal static class ReportStyle
{
    public static string Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("report.css")
            ?? throw new InvalidOperationException("The program was built without report.css.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
