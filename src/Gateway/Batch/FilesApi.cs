namespace SageServe.Gateway;

/// <summary>OpenAI's Files API, for files of batches.</summary>
internal sealed class FilesApi(FileShelf shelf, UploadReader uploads, BatchShelf batches)
{
    private const int MaxPage = 10_000;
    private const int CopyBuffer = 64 * 1024;

    public async Task CreateAsync(HttpContext http, TenantId tenant)
    {
        var file = await uploads.ReadAsync(http, tenant);
        await http.Response.WriteAsJsonAsync(file, BatchJson.Default.FileDocument);
    }

    public async Task ListAsync(HttpContext http, TenantId tenant)
    {
        var query = http.Request.Query;
        var purpose = query["purpose"].ToString();
        var files = (await shelf.OfAsync(tenant, http.RequestAborted)).Where(f => purpose.Length == 0 || f.Purpose == purpose);
        var ordered = query["order"].ToString() switch
        {
            "" or "desc" => files.ToList(),
            "asc" => files.Reverse().ToList(),
            var other => throw new ApiRefusal(ApiErrors.Invalid("invalid_order", $"'{other}' is no order; use asc or desc.", "order")),
        };
        await http.Response.WriteAsJsonAsync(Paging.Cut(ordered, f => f.Id, query, MaxPage, MaxPage), BatchJson.Default.FilePage);
    }

    public async Task RetrieveAsync(HttpContext http, TenantId tenant) =>
        await http.Response.WriteAsJsonAsync(await FindAsync(http, tenant), BatchJson.Default.FileDocument);

    public async Task ReadContentAsync(HttpContext http, TenantId tenant)
    {
        var file = await FindAsync(http, tenant);
        try
        {
            await using var content = await shelf.OpenAsync(file.Id, cancellation: http.RequestAborted);
            http.Response.ContentType = "application/jsonl";
            http.Response.ContentLength = file.Bytes;
            await content.CopyToAsync(http.Response.Body, CopyBuffer, http.RequestAborted);
        }
        catch (FileNotFoundException)
        {
            // Deleted through another gateway since it was found.
            throw new ApiRefusal(BatchApiErrors.NoSuchFile(file.Id));
        }
    }

    public async Task DeleteAsync(HttpContext http, TenantId tenant)
    {
        var file = await FindAsync(http, tenant);
        if (await batches.UnfinishedWithInputAsync(file.Id, http.RequestAborted) is { } batch)
        {
            throw new ApiRefusal(BatchApiErrors.FileInUse(file.Id, batch));
        }

        await shelf.DeleteAsync(file.Id);
        await http.Response.WriteAsJsonAsync(new DeletedDocument(file.Id, "file", true), BatchJson.Default.DeletedDocument);
    }

    private async Task<FileDocument> FindAsync(HttpContext http, TenantId tenant)
    {
        var id = (string)http.Request.RouteValues["id"]!;
        return (await shelf.FindAsync(tenant, id, http.RequestAborted))?.File ?? throw new ApiRefusal(BatchApiErrors.NoSuchFile(id));
    }
}
