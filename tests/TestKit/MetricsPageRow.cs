namespace SageServe.TestKit;

/// <param name="Section">The heading above the table.</param>
/// <param name="Name">The metric.</param>
/// <param name="Type">counter, gauge or histogram.</param>
/// <param name="Labels">As written.</param>
public sealed record MetricsPageRow(string Section, string Name, string Type, IReadOnlyList<string> Labels);
