using System.Reflection;

namespace SageServe.Shared;

/// <summary>Which names a text option may have. It only tells; the rules of the options refuse the others.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OneOfAttribute : Attribute
{
    private const BindingFlags Statics = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    public OneOfAttribute(params string[] names) => Names = names;

    /// <param name="owner">The type that knows the names.</param>
    /// <param name="member">Its static property or field that lists them.</param>
    public OneOfAttribute(Type owner, string member) =>
        Names = [.. (IEnumerable<string>)(owner.GetProperty(member, Statics)?.GetValue(null) ?? owner.GetField(member, Statics)!.GetValue(null))!];

    public IReadOnlyList<string> Names { get; }
}
