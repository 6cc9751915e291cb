namespace SageServe.Tidy.Tests;

/// <summary>Reason codes fit into one bit set and no number is used twice.</summary>
internal sealed class ReasonCodeRule(IEnumerable<(string Name, int Value)> codes) : ITidyRule
{
    public IEnumerable<string> Violations()
    {
        var all = codes.ToArray();
        foreach (var (name, value) in all.Where(c => c.Value is < 0 or > 63))
        {
            yield return $"{name} = {value}: a reason is a bit of 64.";
        }

        foreach (var same in all.GroupBy(c => c.Value).Where(g => g.Count() > 1))
        {
            yield return $"{string.Join(", ", same.Select(c => c.Name))} share {same.Key}.";
        }
    }
}
