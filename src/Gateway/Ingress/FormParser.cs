using System.Runtime.InteropServices;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace SageServe.Gateway;

/// <summary>
/// Finds <c>model</c> and <c>stream</c> among the fields of a <c>multipart/form-data</c> body. Files are passed over unread, so they are no prompt and
/// no load that routing could know.
/// </summary>
internal static class FormParser
{
    private const string MediaType = "multipart/form-data";
    private const int MaxParts = 64;
    private const int MaxField = 1024;
    private const int MaxBoundary = 200;

    /// <summary>Null where the body is no form.</summary>
    public static string? BoundaryOf(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase)
        && HeaderUtilities.RemoveQuotes(type.Boundary).Value is { Length: > 0 and <= MaxBoundary } boundary ? boundary : null;

    public static async ValueTask<(ParsedBody? Parsed, ApiError? Error)> ParseAsync(ReadOnlyMemory<byte> body, string boundary)
    {
        MemoryMarshal.TryGetArray(body, out var bytes);
        await using var stream = new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false);
        var parsed = new ParsedBody { IsForm = true };
        try
        {
            var reader = new MultipartReader(boundary, stream);
            for (var parts = 0; await reader.ReadNextSectionAsync() is { } section; parts++)
            {
                if (parts == MaxParts)
                {
                    return (null, ApiErrors.Invalid("invalid_form", $"The form has more than {MaxParts} parts."));
                }

                await TakeAsync(section, parsed);
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return (null, ApiErrors.Invalid("invalid_form", $"The body is not valid {MediaType}: {e.Message}"));
        }

        return parsed.Model is null ? (null, ApiErrors.Missing("model")) : (parsed, null);
    }

    private static async ValueTask TakeAsync(MultipartSection section, ParsedBody parsed)
    {
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) || disposition.IsFileDisposition())
        {
            return;
        }

        var name = HeaderUtilities.RemoveQuotes(disposition.Name);
        if (name == "model")
        {
            var bytes = await FieldAsync(section.Body);
            var at = (int)(section.BaseStreamOffset ?? 0);
            parsed.Model = string.IsNullOrWhiteSpace(Encoding.UTF8.GetString(bytes)) ? null : Encoding.UTF8.GetString(bytes);
            parsed.ModelRange = at..(at + bytes.Length);
        }
        else if (name == "stream")
        {
            var value = await FieldAsync(section.Body);
            parsed.Stream = value.AsSpan().SequenceEqual("true"u8);
        }
    }

    private static async ValueTask<byte[]> FieldAsync(Stream part)
    {
        var bytes = new byte[MaxField];
        var length = await part.ReadAtLeastAsync(bytes, MaxField, throwOnEndOfStream: false);
        return length < MaxField ? bytes[..length] : throw new InvalidDataException($"a field is longer than {MaxField} bytes.");
    }
}
