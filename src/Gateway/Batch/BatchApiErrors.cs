namespace SageServe.Gateway;

/// <summary>Refusals of the Files and Batches API.</summary>
internal static class BatchApiErrors
{
    public static readonly ApiError StoreAway = new(
        StatusCodes.Status503ServiceUnavailable, ApiErrors.UnavailableType, "store_unavailable",
        "The queue of patient work cannot be reached. What was accepted is safe; try again shortly.")
    {
        RetryAfter = TimeSpan.FromSeconds(5),
    };

    public static readonly ApiError DiskFailed = new(
        StatusCodes.Status503ServiceUnavailable, ApiErrors.UnavailableType, "storage_unavailable",
        "The store of files and batches cannot be reached or fails. Nothing of this call was kept; try again shortly.")
    {
        RetryAfter = TimeSpan.FromSeconds(5),
    };

    public static readonly ApiError DiskFull = new(
        StatusCodes.Status503ServiceUnavailable, ApiErrors.UnavailableType, "storage_full",
        "The store of files and batches is full. Nothing of this call was kept; try again later, or tell the operator.")
    {
        RetryAfter = TimeSpan.FromSeconds(60),
    };

    public static readonly ApiError QueueFull = new(
        StatusCodes.Status429TooManyRequests, "rate_limit_error", "resource_unavailable",
        "The queue of patient work is full. Try again later.")
    {
        RetryAfter = TimeSpan.FromSeconds(60),
    };

    public static readonly ApiError NotMultipart = ApiErrors.Invalid(
        "invalid_content_type", "Send the file as multipart/form-data with the fields 'purpose' and 'file'.");

    public static readonly ApiError UploadCut = ApiErrors.Invalid(
        "incomplete_upload", "The upload ended before the whole file arrived. Nothing was kept.");

    public static readonly ApiError TwoFiles = ApiErrors.Invalid(
        "duplicate_file", "The form has two parts 'file'; upload one file a call.", "file");

    public static readonly ApiError EmptyFile = ApiErrors.Invalid("empty_file", "The file is empty.", "file");

    public static readonly ApiError InvalidExpiry = ApiErrors.Invalid(
        "invalid_expires_after", "'expires_after' needs anchor created_at and seconds from 3600 to 2592000.", "expires_after");

    public static ApiError TooManyParts(int limit) => ApiErrors.Invalid("too_many_parts", $"The form has more than {limit} parts.");

    public static ApiError TooManyFiles(TenantId tenant, int stored, int limit) => ApiErrors.Invalid(
        "file_quota_exceeded", $"Tenant '{tenant}' may store {limit} files, uploads and results together, and has {stored}. Delete some first.", "file");

    public static ApiError StorageQuota(TenantId tenant, long stored, long bytes, long limit) => ApiErrors.Invalid(
        "storage_quota_exceeded",
        $"Tenant '{tenant}' may store {limit} bytes, uploads and results together, and has {stored}; this file has {bytes}. Delete some files first.",
        "file");

    public static ApiError Infeasible(string window, string? instead) => ApiErrors.Invalid(
        "infeasible_completion_window",
        $"This file can hardly be done within {window}. {(instead is null ? "No window can be kept just now: send less of it, or try again later." : $"The cheapest window that can be kept is {instead}.")}",
        "completion_window");

    public static ApiError FileTooLarge(long limit) => new(
        StatusCodes.Status413PayloadTooLarge, ApiErrors.InvalidRequestType, "file_too_large", $"The file is larger than {limit} bytes.", "file");

    public static ApiError TooManyLines(int limit) =>
        ApiErrors.Invalid("too_many_lines", $"The file has more than {limit} lines.", "file");

    public static ApiError NoSuchFile(string id, string? param = null) => new(
        StatusCodes.Status404NotFound, ApiErrors.InvalidRequestType, "file_not_found", $"No such File object: {id}", param ?? "id");

    public static ApiError NoSuchBatch(string id) => new(
        StatusCodes.Status404NotFound, ApiErrors.InvalidRequestType, "batch_not_found", $"No batch found with id '{id}'.", "batch_id");

    public static ApiError FileInUse(string file, string batch) => new(
        StatusCodes.Status409Conflict, ApiErrors.InvalidRequestType, "file_in_use", $"File {file} is the input of batch {batch}, which has not ended. Cancel it first.", "id");

    public static ApiError CannotCancel(string id, string status) => new(
        StatusCodes.Status409Conflict, ApiErrors.InvalidRequestType, "batch_not_cancellable", $"Batch {id} is {status} and cannot be cancelled.", "batch_id");

    public static readonly ApiError BadIdempotencyKey = ApiErrors.Invalid(
        "invalid_idempotency_key", "'Idempotency-Key' takes 1 to 255 visible ASCII characters.", "Idempotency-Key");

    public static readonly ApiError IdempotencyKeyReused = new(
        StatusCodes.Status422UnprocessableEntity, ApiErrors.InvalidRequestType, "idempotency_key_reused",
        "This 'Idempotency-Key' was used with another body within the last 24 hours. Use a new key for a new batch.", "Idempotency-Key");
}
