namespace SageServe.Cli;

/// <summary>A file and what is wrong with it.</summary>
/// <param name="File">As the user named it.</param>
/// <param name="Kind"><c>gateway</c>, <c>scaler</c> or <c>catalog</c>.</param>
/// <param name="Problems">By line.</param>
internal sealed record CheckedFile(string File, string Kind, IReadOnlyList<FileProblem> Problems)
{
    public const string Gateway = "gateway";
    public const string Scaler = "scaler";
    public const string Catalog = "catalog";
}
