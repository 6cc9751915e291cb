using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace SageServe.Gateway;

/// <summary>Streams a multipart upload into the store, never more than a buffer of it in memory, and counts bytes and lines on the way.</summary>
internal sealed class UploadReader(FileShelf shelf, FileQuota quota, BatchOptions options)
{
    private const int MaxParts = 16;
    private const int MaxFieldBytes = 1024;
    private const int ReadBytes = 64 * 1024;
    private const long Envelope = 1024 * 1024;

    // What the form may have around the file's content; a declared length less this is surely content.
    private const long MaxFrame = 64 * 1024;

    /// <exception cref="ApiRefusal">The upload breaks a rule or the connection; nothing of it is kept.</exception>
    public async Task<FileDocument> ReadAsync(HttpContext http, TenantId tenant)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            // Well above our own limit, so that a file a little too large gets an answer and not a broken connection.
            feature.MaxRequestBodySize = 2 * options.MaxFileBytes + Envelope;
        }

        var reader = new MultipartReader(BoundaryOf(http.Request), http.Request.Body);
        await quota.CheckAsync(tenant, Math.Max(0, (http.Request.ContentLength ?? 0) - MaxFrame), http.RequestAborted);
        await using var draft = await shelf.BeginAsync(shelf.NewId(), http.RequestAborted);
        var form = await ReadPartsAsync(reader, draft, http.RequestAborted);
        var (filename, lifetime) = form.Check();
        await quota.CheckAsync(tenant, draft.Length, http.RequestAborted);
        return await shelf.AddAsync(tenant, draft, filename, FileShelf.BatchPurpose, lifetime);
    }

    private async Task<UploadForm> ReadPartsAsync(MultipartReader reader, FileDraft draft, CancellationToken cancellation)
    {
        var form = new UploadForm();
        for (var parts = 1; await NextAsync(reader, cancellation) is { } section; parts++)
        {
            if (parts > MaxParts)
            {
                throw new ApiRefusal(BatchApiErrors.TooManyParts(MaxParts));
            }

            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
            {
                throw new ApiRefusal(BatchApiErrors.NotMultipart);
            }

            var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
            if (name != "file")
            {
                form.Set(name, await ReadFieldAsync(section.Body, cancellation));
                continue;
            }

            form.Filename = form.Filename is null ? NameOf(disposition) : throw new ApiRefusal(BatchApiErrors.TwoFiles);
            await SaveAsync(section.Body, draft, cancellation);
        }

        return form;
    }

    private async Task SaveAsync(Stream part, FileDraft draft, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ReadBytes);
        try
        {
            var lines = 0;
            var last = (byte)'\n';
            int read;
            while ((read = await UncutAsync(() => part.ReadAsync(buffer, cancellation).AsTask())) > 0)
            {
                lines += buffer.AsSpan(0, read).Count((byte)'\n');
                last = buffer[read - 1];
                CheckSize(draft.Length + read, lines);
                await draft.WriteAsync(buffer.AsMemory(0, read), cancellation);
            }

            CheckSize(draft.Length, last == '\n' ? lines : lines + 1);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        if (draft.Length == 0)
        {
            throw new ApiRefusal(BatchApiErrors.EmptyFile);
        }
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
