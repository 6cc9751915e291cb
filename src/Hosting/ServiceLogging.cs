using Microsoft.Extensions.DependencyInjection;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace SageServe.Hosting;

/// <summary>Single-line logs on stderr: stdout belongs to whoever started the process.</summary>
internal static class ServiceLogging
{
    public static void Add(WebApplicationBuilder builder)
    {
        // Below every other source: an operator's Logging section wins.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData =
            [
                new("Logging:LogLevel:Default", "Information"),
                new("Logging:LogLevel:Microsoft", "Warning"),

                // Any level of it makes the framework begin a span and a scope for each request, which nobody reads.
                new("Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics", "None"),
                new("Logging:LogLevel:System.Net.Http", "Warning"),
                new("Logging:LogLevel:Yarp", "Warning"),
                // A stack trace for each failed attempt; the gateway says in one line what it tells.
                new("Logging:LogLevel:Yarp.ReverseProxy.Forwarder", "None"),
            ],
        });
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
