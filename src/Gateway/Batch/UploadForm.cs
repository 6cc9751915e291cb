using System.Globalization;

namespace SageServe.Gateway;

/// <summary>The fields of an upload beside the file's content, as they come.</summary>
internal sealed class UploadForm
{
    private const long ShortestKeep = 3600;
    private const long LongestKeep = 2_592_000;
    private string? _purpose;
    private string? _anchor;
    private string? _seconds;

    /// <summary>Null until the part <c>file</c> came.</summary>
    public string? Filename { get; set; }

    /// <exception cref="ApiRefusal">The purpose is none of ours: known before a large file is read, where it comes first.</exception>
    public void Set(string name, string value)
    {
        switch (name)
        {
            case "purpose":
                _purpose = value == FileShelf.BatchPurpose
                    ? value
                    : throw new ApiRefusal(ApiErrors.Invalid("invalid_purpose", $"'{value}' is not a purpose here; use '{FileShelf.BatchPurpose}'.", "purpose"));
                break;
            case "expires_after[anchor]":
                _anchor = value;
                break;
            case "expires_after[seconds]":
                _seconds = value;
                break;
        }
    }

    /// <exception cref="ApiRefusal">A part is missing or wrong.</exception>
    public (string Filename, TimeSpan? Lifetime) Check() => _purpose is null
        ? throw new ApiRefusal(ApiErrors.Missing("purpose"))
        : (Filename ?? throw new ApiRefusal(ApiErrors.Missing("file")), Lifetime());

    private TimeSpan? Lifetime()
    {
        if (_anchor is null && _seconds is null)
        {
            return null;
        }

        return _anchor == "created_at"
            && long.TryParse(_seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= ShortestKeep and <= LongestKeep
                ? TimeSpan.FromSeconds(seconds)
                : throw new ApiRefusal(BatchApiErrors.InvalidExpiry);
    }
}
