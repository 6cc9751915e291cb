namespace SageServe.Cli;

/// <summary>How many constraints of a kind bind.</summary>
internal sealed record BindingFamily(string Family, string Basis, int Count);
