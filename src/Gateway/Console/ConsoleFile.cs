using System.Collections.Frozen;
using System.Security.Cryptography;

namespace SageServe.Gateway;

/// <summary>A file of the console page, built into the program.</summary>
internal sealed class ConsoleFile
{
    private const string Folder = "console/";

    private static readonly FrozenDictionary<string, ConsoleFile> Files = typeof(ConsoleFile).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
        .ToFrozenDictionary(name => name[Folder.Length..], name => new ConsoleFile(name));

    private ConsoleFile(string resource)
    {
        using var stream = typeof(ConsoleFile).Assembly.GetManifestResourceStream(resource)!;
        Content = new byte[stream.Length];
        stream.ReadExactly(Content);
        Tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(Content).AsSpan(0, 8))}\"";
        ContentType = Path.GetExtension(resource) switch
        {
            ".html" => "text/html; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            _ => "image/svg+xml",
        };
    }

    public static ConsoleFile Page => Files["console.html"];

    public byte[] Content { get; }

    public string ContentType { get; }

    /// <summary>Changes with the content.</summary>
    public string Tag { get; }

    public static ConsoleFile? Find(string name) => Files.GetValueOrDefault(name);
}
