namespace SageServe.Cli;

/// <summary>What <c>check-config --json</c> writes.</summary>
/// <param name="Problems">In all.</param>
/// <param name="Files">Each with its own problems.</param>
/// <param name="Together">What does not fit between the files.</param>
/// <param name="Against">What a running process says of the file; null when none was asked.</param>
internal sealed record ConfigReport(int Problems, IReadOnlyList<CheckedFile> Files, IReadOnlyList<string> Together, RunningCheck? Against)
{
    /// <summary>Exit code of input that has problems.</summary>
    private const int Bad = 2;

    public static ConfigReport Of(IReadOnlyList<CheckedFile> files, RunningCheck? against = null)
    {
        var together = SetupCheck.Problems([.. files.Select(SetupFile.TryRead).OfType<SetupFile>()]);
        return new ConfigReport(files.Sum(f => f.Problems.Count) + together.Count + (against?.Answer.Problems.Length ?? 0), files, together, against);
    }

    /// <summary>Problems on stderr, the verdict on stdout.</summary>
    public int Tell()
    {
        foreach (var (file, problem) in Files.SelectMany(f => f.Problems.Select(p => (f.File, p))))
        {
            Console.Error.WriteLine($"{file}, line {problem.Line}: {problem.Text}");
        }

        foreach (var problem in Together)
        {
            Console.Error.WriteLine(problem);
        }

        foreach (var file in Files)
        {
            Console.WriteLine(file.Problems.Count == 0 ? $"{file.File} is fine." : $"{file.File}: {file.Problems.Count} problem(s).");
        }

        if (Together.Count > 0)
        {
            Console.WriteLine($"Together: {Together.Count} problem(s).");
        }

        Against?.Tell();
        return Problems == 0 ? 0 : Bad;
    }
}
