using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SageServe.Hosting;

/// <summary>Options that are checked at start, all sections together, so that one run shows every problem.</summary>
public static class CheckedOptions
{
    /// <summary>
    /// Binds <typeparamref name="T"/> to a section. Its annotations, those of nested options and <see cref="ICheckedOptions"/> are
    /// checked by <see cref="ServiceDefaults.MapServiceDefaults"/> before anything starts, and whenever the options are first read.
    /// </summary>
    public static IServiceCollection AddCheckedOptions<T>(this IServiceCollection services, string section)
        where T : class
    {
        IdConverters.Register();
        services.AddOptions<T>().BindConfiguration(section);
        services.AddSingleton(s => new OptionsCheck<T>(s.GetRequiredService<IConfiguration>(), section));
        services.AddSingleton<IOptionsCheck>(s => s.GetRequiredService<OptionsCheck<T>>());
        services.AddSingleton<IValidateOptions<T>>(s => s.GetRequiredService<OptionsCheck<T>>());
        return services;
    }

    /// <exception cref="ConfigurationProblemsException">At least one section has a problem.</exception>
    internal static void RequireNoProblems(IServiceProvider services)
    {
        var problems = services.GetServices<IOptionsCheck>().SelectMany(c => c.Problems()).ToArray();
        if (problems.Length > 0)
        {
            throw new ConfigurationProblemsException(problems);
        }
    }
}
