using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace SageServe.Hosting;

/// <summary>Binds one section and says all that is wrong with it: values that cannot be read, annotations, rules.</summary>
internal sealed class OptionsCheck<T>(IConfiguration configuration, string section) : IOptionsCheck, IValidateOptions<T>
    where T : class
{
    public IReadOnlyList<string> Problems()
    {
        var unreadable = Unreadable().ToArray();
        if (unreadable.Length > 0)
        {
            return unreadable;
        }

        var options = configuration.GetSection(section).Get<T>() ?? Activator.CreateInstance<T>();
        return OptionsRules.Check(options, section);
    }

    public ValidateOptionsResult Validate(string? name, T options)
    {
        var problems = OptionsRules.Check(options, section);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    /// <summary>The binder stops at its first unreadable value, so each member is tried alone.</summary>
    private IEnumerable<string> Unreadable()
    {
        foreach (var property in typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var child = configuration.GetSection(section).GetSection(property.Name);
            if (!property.CanWrite || !child.Exists())
            {
                continue;
            }

            if (ReadProblem(child, property.PropertyType) is { } problem)
            {
                yield return problem;
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
