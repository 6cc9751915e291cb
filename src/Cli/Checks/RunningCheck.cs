using System.Text.Json;

namespace SageServe.Cli;

/// <summary>Asks a gateway or scaler that runs what would become of a file in the place of its own.</summary>
/// <param name="Address">Its admin address.</param>
/// <param name="Answer">What it says.</param>
internal sealed record RunningCheck(string Address, ReloadPreview Answer)
{
    /// <exception cref="BadInputException">It cannot be reached, or refuses.</exception>
    public static async Task<RunningCheck> AskAsync(AdminApi api, string address, string file, CancellationToken cancellation)
    {
        using var content = new ByteArrayContent(await File.ReadAllBytesAsync(file, cancellation));
        var answer = await api.SendAsync(HttpMethod.Post, "/admin/config/check", content, cancellation);
        return new RunningCheck(address, JsonSerializer.Deserialize(answer, HostingJson.Default.ReloadPreview)
            ?? throw new BadInputException($"{address} answered nothing."));
    }

    /// <summary>The verdict on stdout, problems on stderr.</summary>
    public void Tell()
    {
        foreach (var problem in Answer.Problems)
        {
            Console.Error.WriteLine($"{Address}: {problem}");
        }

        Console.WriteLine(Answer.Problems.Length > 0 ? $"{Address} would refuse it: {Answer.Problems.Length} problem(s)." : Answer.AtOnce.Length + Answer.NeedsRestart.Length == 0
            ? $"{Address} has these values already."
            : $"{Address} would take it.");
        Say("Takes effect at once", Answer.AtOnce);
        Say("Needs a restart", Answer.NeedsRestart);
    }

    private static void Say(string what, IReadOnlyCollection<string> names)
    {
        if (names.Count > 0)
        {
            Console.WriteLine($"{what}: {string.Join(", ", names)}");
        }
    }
}
