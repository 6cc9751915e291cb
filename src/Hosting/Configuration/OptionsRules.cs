using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace SageServe.Hosting;

/// <summary>Every broken annotation and rule of options and of the options inside them, as sentences with the member's path.</summary>
internal static class OptionsRules
{
    private const int DeepestNesting = 8;

    public static IReadOnlyList<string> Check(object options, string path)
    {
        var problems = new List<string>();
        Check(options, path, 0, problems);
        return problems;
    }

    private static void Check(object options, string path, int depth, List<string> problems)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        problems.AddRange(results.Select(r => $"{path}:{string.Join(", ", r.MemberNames)}: {r.ErrorMessage}"));
        if (options is ICheckedOptions rules)
        {
            problems.AddRange(rules.Problems().Select(p => RulePath.Put(path, options.GetType(), p)));
        }

        if (depth < DeepestNesting)
        {
            CheckMembers(options, path, depth + 1, problems);
        }
    }

    private static void CheckMembers(object options, string path, int depth, List<string> problems)
    {
        foreach (var property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetIndexParameters().Length > 0 || property.PropertyType.IsPrimitive)
            {
                continue;
            }

            var value = property.GetValue(options);
            if (IsOurs(value))
            {
                Check(value!, $"{path}:{property.Name}", depth, problems);
            }
            else if (value is IEnumerable items and not string)
            {
                var index = 0;
                foreach (var item in items)
                {
                    if (IsOurs(item))
                    {
                        Check(item!, $"{path}:{property.Name}:{index}", depth, problems);
                    }

                    index++;
                }
            }
        }
    }

    // An array belongs to the assembly of its elements, so lists are told apart first.
    private static bool IsOurs(object? value) =>
        value is not IEnumerable && value?.GetType() is { IsClass: true } type && type.Assembly.GetName().Name!.StartsWith("SageServe.", StringComparison.Ordinal);
}
