namespace SageServe.Gateway;

/// <summary>
/// What came of the check of its file (<c>in_progress.json</c>, written once). Whoever ends a batch that nobody has checked writes one without
/// lines first: of a check and an end at the same moment the first is what happened.
/// </summary>
/// <param name="At">Unix seconds.</param>
/// <param name="By">Name of the gateway that checked it, or ends it unchecked.</param>
/// <param name="ModelId">The model whose lane its lines go to; empty without lines.</param>
/// <param name="ServedName">The model as the first line calls it; empty without lines.</param>
/// <param name="LastLine">Number of the file's last line, blank ones counted.</param>
/// <param name="Total">Lines that are requests; 0: none may run.</param>
/// <param name="Errors">What is wrong with the file; null when nothing is, or nobody has looked.</param>
internal sealed record InProgressMark(long At, string By, string ModelId, string ServedName, int LastLine, int Total, BatchErrorList? Errors = null)
{
    /// <summary>Its lines may run.</summary>
    public bool HasLines() => Total > 0;

    /// <summary>Its lines may not run, for what is wrong with them, or because it ends before anybody looked.</summary>
    public static InProgressMark WithoutLines(long at, string by, BatchErrorList? errors = null) => new(at, by, "", "", 0, 0, errors);
}
