using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace SageServe.Gateway;

/// <summary>Streams a multipart upload to disk, never more than a buffer of it in memory, and counts bytes and lines on the way.</summary>
internal sealed class UploadReader(FileShelf shelf, BatchOptions options)
{
    private const int MaxFieldBytes = 1024;
    private const long Envelope = 1024 * 1024;

    /// <exception cref="ApiRefusal">The upload breaks a rule or the connection; nothing of it is kept.</exception>
    public async Task<FileDocument> ReadAsync(HttpContext http, TenantId tenant)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            // Well above our own limit, so that a file a little too large gets an answer and not a broken connection.
            feature.MaxRequestBodySize = 2 * options.MaxFileBytes + Envelope;
        }

        var id = FileShelf.NewId();
        try
        {
            var (filename, purpose) = await ReadPartsAsync(http, id);
            CheckPurpose(purpose);
            return filename is null
                ? throw new ApiRefusal(ApiErrors.Missing("file"))
                : await shelf.AddAsync(tenant, id, filename, "batch");
        }
        catch
        {
            shelf.Delete(id);
            throw;
        }
    }

    private async Task<(string? Filename, string? Purpose)> ReadPartsAsync(HttpContext http, string id)
    {
        var reader = new MultipartReader(BoundaryOf(http.Request), http.Request.Body);
        string? filename = null;
        string? purpose = null;
        while (await NextAsync(reader, http.RequestAborted) is { } section)
        {
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
            {
                throw new ApiRefusal(BatchApiErrors.NotMultipart);
            }

            var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
            if (name == "file")
            {
                filename = NameOf(disposition);
                await SaveAsync(section.Body, shelf.Prepare(id), http.RequestAborted);
            }
            else if (name == "purpose")
            {
                purpose = await ReadFieldAsync(section.Body, http.RequestAborted);
            }
        }

        return (filename, purpose);
    }

    private async Task SaveAsync(Stream part, string path, CancellationToken cancellation)
    {
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None);
        var buffer = new byte[64 * 1024];
        var lines = 0;
        var last = (byte)'\n';
        int read;
        while ((read = await UncutAsync(() => part.ReadAsync(buffer, cancellation).AsTask())) > 0)
        {
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
            last = buffer[read - 1];
            CheckSize(file.Length + read, lines);
            await file.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }

        CheckSize(file.Length, last == '\n' ? lines : lines + 1);
        file.Flush(flushToDisk: true);
    }

    private void CheckSize(long bytes, int lines)
    {
        if (bytes > options.MaxFileBytes)
        {
            throw new ApiRefusal(BatchApiErrors.FileTooLarge(options.MaxFileBytes));
        }

        if (lines > options.MaxLines)
        {
            throw new ApiRefusal(BatchApiErrors.TooManyLines(options.MaxLines));
        }
    }

    private static void CheckPurpose(string? purpose)
    {
        if (purpose is null)
        {
            throw new ApiRefusal(ApiErrors.Missing("purpose"));
        }

        if (purpose != "batch")
        {
            throw new ApiRefusal(ApiErrors.Invalid("invalid_purpose", $"'{purpose}' is not a purpose here; use 'batch'.", "purpose"));
        }
    }

    private static async Task<string> ReadFieldAsync(Stream part, CancellationToken cancellation)
    {
        var buffer = new byte[MaxFieldBytes];
        var length = await UncutAsync(() => part.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation).AsTask());
        return Encoding.UTF8.GetString(buffer, 0, length);
    }

    private static Task<MultipartSection?> NextAsync(MultipartReader reader, CancellationToken cancellation) =>
        UncutAsync(() => reader.ReadNextSectionAsync(cancellation));

    // The same exceptions mean a bad request here and a full disk where the file is written, so they are told apart at the read.
    private static async Task<T> UncutAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw new ApiRefusal(new ApiError(e.StatusCode, ApiErrors.InvalidRequestType, "file_too_large", "The upload is larger than a file may be.", "file"));
        }
        catch (Exception e) when (e is IOException or InvalidDataException or OperationCanceledException)
        {
            throw new ApiRefusal(BatchApiErrors.UploadCut);
        }
    }

    private static string NameOf(ContentDispositionHeaderValue disposition)
    {
        var name = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).ToString();
        return name.Length == 0 ? "input.jsonl" : Path.GetFileName(name);
    }

    private static string BoundaryOf(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            && HeaderUtilities.RemoveQuotes(type.Boundary).ToString() is { Length: > 0 and <= 200 } boundary
            ? boundary
            : throw new ApiRefusal(BatchApiErrors.NotMultipart);
}
