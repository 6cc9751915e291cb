using Microsoft.AspNetCore.Builder;

namespace SageServe.Hosting;

/// <summary>The builder that every executable begins with.</summary>
public static class SlimHost
{
    /// <summary>
    /// Without the framework's own watch over <c>appsettings.json</c>: it takes an inotify instance for each process, and a node has 128 for all that run as
    /// one user. Our files are polled (<see cref="ReloadingFile{T}"/>).
    /// </summary>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        // The builder reads this from the environment alone.
        Environment.SetEnvironmentVariable("DOTNET_hostBuilder__reloadConfigOnChange", "false");
        return WebApplication.CreateSlimBuilder(args);
    }
}
