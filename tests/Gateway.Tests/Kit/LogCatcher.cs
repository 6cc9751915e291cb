using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace SageServe.Gateway.Tests;

/// <summary>Keeps the lines that pass the configured filters, with their category and exception.</summary>
internal sealed class LogCatcher : ILoggerProvider
{
    public ConcurrentQueue<(string Category, LogLevel Level, string Text)> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => new Catching(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Catching(LogCatcher catcher, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            catcher.Lines.Enqueue((category, logLevel, formatter(state, exception) + exception));
    }
}
