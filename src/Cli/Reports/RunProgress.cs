using System.Globalization;

namespace SageServe.Cli;

/// <summary>How far a simulation is, on standard error: a line that overwrites itself on a terminal, else a line now and then.</summary>
internal sealed class RunProgress(TimeProvider time, TextWriter output, bool terminal) : IProgress<SimulationProgress>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly TimeSpan _every = terminal ? TimeSpan.FromMilliseconds(200) : TimeSpan.FromSeconds(20);
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _next = Patience;
    private int _width;

    public static RunProgress OfConsole() => new(TimeProvider.System, Console.Error, !Console.IsErrorRedirected);

    public void Report(SimulationProgress value)
    {
        var elapsed = time.GetElapsedTime(_start);
        if (elapsed < _next)
        {
            return;
        }

        _next = elapsed + _every;
        var left = value.Share > 0.01 ? $", about {DurationText.Short(elapsed / value.Share - elapsed)} left" : "";
        var text = string.Create(CultureInfo.InvariantCulture, $"{value.Share * 100:0} % of the time, {value.Requests:N0} requests{left}");
        output.Write(terminal ? "\r" + text.PadRight(_width) : text + "\n");
        _width = text.Length;
    }

    /// <summary>Clears the line.</summary>
    public void Done()
    {
        if (terminal && _width > 0)
        {
            output.Write("\r" + new string(' ', _width) + "\r");
        }
    }
}
