using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace SageServe.Hosting;

/// <summary>Binds one section and says all that is wrong with it: values that cannot be read, annotations, rules.</summary>
internal sealed class OptionsCheck<T>(IConfiguration configuration, string section) : IOptionsCheck, IValidateOptions<T>
    where T : class
{
    public IReadOnlyList<string> Problems() => Problems(configuration);

    public IReadOnlyList<string> Problems(IConfiguration other)
    {
        var unreadable = SectionWalk.Unreadable(other.GetSection(section), typeof(T));
        return [.. unreadable.Select(u => u.Problem), .. OptionsRules.Check(Bind(other), section)];
    }

    /// <summary>The options as far as they can be read.</summary>
    public T Bind(IConfiguration other)
    {
        var unreadable = SectionWalk.Unreadable(other.GetSection(section), typeof(T)).Select(u => u.Path).ToArray();
        var readable = unreadable.Length == 0 ? other : Without(other, unreadable);
        return readable.GetSection(section).Get<T>() ?? Activator.CreateInstance<T>();
    }

    public IReadOnlyList<string> UnknownNames(IConfiguration other) => [.. SectionWalk.UnknownNames(other.GetSection(section), typeof(T))];

    /// <summary>What can be read is checked all the same, so that one run shows every problem.</summary>
    private static IConfigurationRoot Without(IConfiguration all, string[] paths) => new ConfigurationBuilder()
        .AddInMemoryCollection(all.AsEnumerable().Where(p => !Array.Exists(paths, u => p.Key == u || p.Key.StartsWith(u + ":", StringComparison.OrdinalIgnoreCase))))
        .Build();

    public ValidateOptionsResult Validate(string? name, T options)
    {
        var problems = OptionsRules.Check(options, section);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
