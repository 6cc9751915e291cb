using System.Reflection;
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
        var unreadable = Unreadable(other).ToArray();
        var readable = unreadable.Length == 0 ? other : Without(other, [.. unreadable.Select(u => u.Path)]);
        var options = readable.GetSection(section).Get<T>() ?? Activator.CreateInstance<T>();
        return [.. unreadable.Select(u => u.Problem), .. OptionsRules.Check(options, section)];
    }

    /// <summary>What can be read is checked all the same, so that one run shows every problem.</summary>
    private static IConfigurationRoot Without(IConfiguration all, string[] paths) => new ConfigurationBuilder()
        .AddInMemoryCollection(all.AsEnumerable().Where(p => !Array.Exists(paths, u => p.Key == u || p.Key.StartsWith(u + ":", StringComparison.OrdinalIgnoreCase))))
        .Build();

    public ValidateOptionsResult Validate(string? name, T options)
    {
        var problems = OptionsRules.Check(options, section);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    /// <summary>The binder stops at its first unreadable value, so each member is tried alone.</summary>
    private IEnumerable<(string Path, string Problem)> Unreadable(IConfiguration other)
    {
        foreach (var property in typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var child = other.GetSection(section).GetSection(property.Name);
            if (!property.CanWrite || !child.Exists())
            {
                continue;
            }

            if (ReadProblem(child, property.PropertyType) is { } problem)
            {
                yield return (child.Path, problem);
            }
        }
    }

    private static string? ReadProblem(IConfigurationSection child, Type type)
    {
        try
        {
            _ = child.Get(type);
            return null;
        }
        catch (InvalidOperationException e)
        {
            return child.Value is { } value ? $"{child.Path}: '{value}' cannot be read as {TypeWords.For(type)}." : $"{child.Path}: {e.Message}";
        }
    }
}
