namespace SageServe.YarpYardstick;

/// <summary>Ends with whoever started it: its standard input closes then.</summary>
internal static class ParentWatch
{
    public static void Begin(WebApplication app) => _ = Task.Run(async () =>
    {
        await using var input = Console.OpenStandardInput();
        var buffer = new byte[256];
        while (await input.ReadAsync(buffer) > 0)
        {
        }

        app.Lifetime.StopApplication();
    });
}
