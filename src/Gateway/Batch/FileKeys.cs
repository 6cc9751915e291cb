namespace SageServe.Gateway;

/// <summary>Where the files of the Files API lie in the blob store.</summary>
internal static class FileKeys
{
    public const string Root = "files/";
    public const string CardName = "file.json";

    public static string Folder(string id) => $"{Root}{id}/";

    public static string Content(string id) => $"{Root}{id}/content";

    public static string Card(string id) => Folder(id) + CardName;
}
