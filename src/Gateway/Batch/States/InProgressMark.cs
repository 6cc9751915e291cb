namespace SageServe.Gateway;

/// <summary>The file was checked and its lines may run (<c>in_progress.json</c>, written once).</summary>
/// <param name="At">Unix seconds.</param>
/// <param name="By">Name of the gateway that checked it.</param>
/// <param name="ModelId">The model whose lane its lines go to.</param>
/// <param name="ServedName">The model as the first line calls it.</param>
/// <param name="LastLine">Number of the file's last line, blank ones counted.</param>
/// <param name="Total">Lines that are requests.</param>
internal sealed record InProgressMark(long At, string By, string ModelId, string ServedName, int LastLine, int Total);
