namespace SageServe.Hosting;

/// <summary>Puts the path of the value that a rule's sentence begins with before the sentence.</summary>
internal static class RulePath
{
    /// <param name="path">Of the options that the rule belongs to.</param>
    /// <param name="options">Their type.</param>
    /// <param name="sentence">May begin with the names of members: <c>Routing: Breaker.MinAttempts must ...</c>.</param>
    public static string Put(string path, Type options, string sentence)
    {
        var rest = sentence;
        for (var type = options; ;)
        {
            var end = rest.IndexOfAny([' ', ':', '.', ',']);
            var name = end < 0 ? rest : rest[..end];
            if (OptionTypes.Members(type).FirstOrDefault(m => m.Name == name) is not { } member)
            {
                return $"{path}: {rest}";
            }

            path += ":" + name;
            type = OptionTypes.Plain(member.PropertyType);
            if (end < 0 || rest[end] is ' ' or ',' || !OptionTypes.IsGroup(type))
            {
                return $"{path}: {rest[(end >= 0 && rest[end] == ':' ? end + 1 : 0)..].TrimStart()}";
            }

            rest = rest[(end + 1)..].TrimStart();
        }
    }
}
