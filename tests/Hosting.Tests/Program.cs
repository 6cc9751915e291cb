using Xunit.Runner.InProc.SystemConsole;

namespace SageServe.Hosting.Tests;

/// <summary>Runs the tests, or with <c>child</c> a small real service for the tests that watch one from outside.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        if (args is not ["child", ..])
        {
            return await ConsoleRunner.Run(args);
        }

        await ChildService.Run(args[1..]);
        return 0;
    }
}
