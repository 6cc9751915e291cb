namespace SageServe.Gateway;

/// <summary>OpenAI's Files API, for files of batches.</summary>
internal sealed class FilesApi(FileShelf shelf, UploadReader uploads, BatchShelf batches)
{
    private const int MaxPage = 10_000;

    public async Task CreateAsync(HttpContext http, TenantId tenant)
    {
        var file = await uploads.ReadAsync(http, tenant);
        await http.Response.WriteAsJsonAsync(file, BatchJson.Default.FileDocument);
    }

    public Task ListAsync(HttpContext http, TenantId tenant)
    {
        var query = http.Request.Query;
        var purpose = query["purpose"].ToString();
        var files = shelf.Of(tenant).Where(f => purpose.Length == 0 || f.Purpose == purpose);
        var ordered = query["order"].ToString() switch
        {
            "" or "desc" => files.ToList(),
            "asc" => files.Reverse().ToList(),
            var other => throw new ApiRefusal(ApiErrors.Invalid("invalid_order", $"'{other}' is no order; use asc or desc.", "order")),
        };
        return http.Response.WriteAsJsonAsync(Paging.Cut(ordered, f => f.Id, query, MaxPage, MaxPage), BatchJson.Default.FilePage);
    }

    public Task RetrieveAsync(HttpContext http, TenantId tenant) =>
        http.Response.WriteAsJsonAsync(Find(http, tenant), BatchJson.Default.FileDocument);

    public async Task ReadContentAsync(HttpContext http, TenantId tenant)
    {
        var file = Find(http, tenant);
        http.Response.ContentType = "application/jsonl";
        http.Response.ContentLength = file.Bytes;
        await http.Response.SendFileAsync(shelf.PathOf(file.Id), http.RequestAborted);
    }

    public Task DeleteAsync(HttpContext http, TenantId tenant)
    {
        var file = Find(http, tenant);
        if (batches.UnfinishedWithInput(file.Id) is { } batch)
        {
            throw new ApiRefusal(BatchApiErrors.FileInUse(file.Id, batch));
        }

        shelf.Delete(file.Id);
        return http.Response.WriteAsJsonAsync(new DeletedDocument(file.Id, "file", true), BatchJson.Default.DeletedDocument);
    }

    private FileDocument Find(HttpContext http, TenantId tenant)
    {
        var id = (string)http.Request.RouteValues["id"]!;
        return shelf.Find(tenant, id) ?? throw new ApiRefusal(BatchApiErrors.NoSuchFile(id));
    }
}
