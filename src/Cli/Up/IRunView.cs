namespace SageServe.Cli;

/// <summary>How a run shows itself while it runs.</summary>
internal interface IRunView
{
    /// <summary>A line for people.</summary>
    void Say(string line);

    /// <summary>Shows the state until <paramref name="done"/> ends; asks for a fresh one about every second.</summary>
    Task ShowAsync(Func<CancellationToken, Task<RunStatus>> status, Task done);
}
