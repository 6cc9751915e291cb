using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace SageServe.Hosting;

/// <summary>All checks of all sections, for any configuration.</summary>
public sealed class OptionsProblems(IServiceProvider services)
{
    public IReadOnlyList<string> Of(IConfiguration configuration) =>
        [.. services.GetServices<IOptionsCheck>().SelectMany(c => c.Problems(configuration))];

    /// <summary>Names in the sections that nobody knows; what reads the configuration passes over them.</summary>
    public IReadOnlyList<string> UnknownNames(IConfiguration configuration) =>
        [.. services.GetServices<IOptionsCheck>().SelectMany(c => c.UnknownNames(configuration))];
}
