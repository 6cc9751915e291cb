namespace SageServe.Gateway;

/// <summary>Where the files of the Files API lie in the blob store.</summary>
internal static class FileKeys
{
    public const string Root = "files/";
    public const string CardName = "file.json";
    public const string ContentName = "content";

    /// <summary>Names of result files that were deleted.</summary>
    public const string GoneRoot = "gone/";

    private const string IdPrefix = "file-";
    private const string Output = "-output";
    private const string Error = "-error";

    public static string Folder(string id) => $"{Root}{id}/";

    public static string Content(string id, string name = ContentName) => Folder(id) + name;

    public static string Card(string id) => Folder(id) + CardName;

    public static string Gone(string id) => GoneRoot + id;

    public static string OutputOf(string batch) => IdPrefix + batch[BatchRecords.IdPrefix.Length..] + Output;

    public static string ErrorsOf(string batch) => IdPrefix + batch[BatchRecords.IdPrefix.Length..] + Error;

    /// <summary>Made by the end of a batch, under an id that follows from the batch's: several gateways may make it.</summary>
    public static bool IsResult(string id) => id.EndsWith(Output, StringComparison.Ordinal) || id.EndsWith(Error, StringComparison.Ordinal);

    /// <summary>The batch that a result file is of.</summary>
    public static string BatchOf(string resultId) => BatchRecords.IdPrefix + resultId[IdPrefix.Length..resultId.LastIndexOf('-')];
}
