using Microsoft.Extensions.Options;

namespace SageServe.Hosting;

/// <summary>Turns an uncaught configuration problem into a readable list on stderr and exit code 2, instead of a stack trace.</summary>
internal static class ConfigurationFailure
{
    private const int ExitCode = 2;
    private static int _installed;

    public static void EndReadably()
    {
        if (Interlocked.Exchange(ref _installed, 1) == 0)
        {
            AppDomain.CurrentDomain.UnhandledException += (_, e) => End(e.ExceptionObject as Exception);
        }
    }

    private static void End(Exception? exception)
    {
        if (Describe(exception) is { } text)
        {
            Console.Error.WriteLine(text);
            Environment.Exit(ExitCode);
        }
    }

    private static string? Describe(Exception? exception) => exception switch
    {
        AggregateException { InnerExceptions.Count: 1 } one => Describe(one.InnerException),
        ConfigurationProblemsException problems => problems.Message,
        OptionsValidationException options => new ConfigurationProblemsException([.. options.Failures]).Message,
        _ => null,
    };
}
