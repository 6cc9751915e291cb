using System.Collections.Immutable;
using System.Globalization;

namespace SageServe.Cli;

/// <summary>Two cores: one for the proxy alone, one for the load and the upstream. With a single core nothing is pinned, and the report says so.</summary>
internal sealed record CorePlan(int? Load, int? Proxy)
{
    private const string TaskSet = "/usr/bin/taskset";

    /// <summary>The cores that this process may use, so that an outer restriction holds.</summary>
    public static CorePlan OfThisProcess()
    {
        const string Field = "Cpus_allowed_list:";
        var line = File.Exists("/proc/self/status") ? File.ReadLines("/proc/self/status").FirstOrDefault(l => l.StartsWith(Field, StringComparison.Ordinal)) : null;
        var cores = line is null || !File.Exists(TaskSet) ? [] : Parse(line[Field.Length..].Trim());
        return cores.Length < 2 ? new CorePlan(null, null) : new CorePlan(cores[0], cores[1]);
    }

    /// <summary>Numbers of a list such as <c>0-3,8</c>.</summary>
    public static ImmutableArray<int> Parse(string list)
    {
        var cores = new List<int>();
        foreach (var part in list.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = part.Split('-').Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToArray();
            cores.AddRange(Enumerable.Range(ends[0], ends[^1] - ends[0] + 1));
        }

        return [.. cores];
    }

    /// <summary>The program and its arguments, held to this core.</summary>
    public static (string Program, IReadOnlyList<string> Arguments) On(int? core, string program, params IReadOnlyList<string> arguments) => core is { } number
        ? (TaskSet, ["-c", number.ToString(CultureInfo.InvariantCulture), program, .. arguments])
        : (program, arguments);
}
