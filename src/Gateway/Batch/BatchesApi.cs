using System.Text.Json;

namespace SageServe.Gateway;

/// <summary>OpenAI's Batches API. Reading asks the files only, so that it goes on while the queue is away.</summary>
internal sealed class BatchesApi(
    FileShelf files, BatchShelf batches, BatchCancel cancel, BatchKeeper keeper, PatientQueue queue, IdempotencyKeys keys, BatchPromises promises,
    BatchOptions options)
{
    private const int MaxBody = 256 * 1024;
    private const int DefaultPage = 20;
    private const int MaxPage = 100;

    public async Task CreateAsync(HttpContext http, TenantId tenant)
    {
        var (request, digest) = await ReadAsync(http);
        var key = IdempotencyKeys.KeyOf(http.Request);
        if (key is not null && await keys.FindAsync(tenant, key, digest, http.RequestAborted) is { } known
            && await batches.FindAsync(tenant, known, http.RequestAborted) is { } made)
        {
            await WriteAsync(http, made);
            return;
        }

        if ((await files.FindAsync(tenant, request.InputFileId, http.RequestAborted))?.File is not { } file)
        {
            throw new ApiRefusal(BatchApiErrors.NoSuchFile(request.InputFileId, "input_file_id"));
        }

        if (file.Purpose != "batch")
        {
            throw new ApiRefusal(ApiErrors.Invalid("invalid_purpose", $"File {file.Id} has the purpose '{file.Purpose}'; a batch needs 'batch'.", "input_file_id"));
        }

        await queue.CheckRoomAsync(http.RequestAborted);
        var caller = BatchKey.Of(http.Features.Get<Caller>());
        var sample = await promises.WeighAsync(tenant, request, file, caller, http.RequestAborted);
        var id = batches.NewId();
        id = key is null ? id : await keys.ClaimAsync(tenant, key, digest, id, http.RequestAborted);
        var run = await batches.AddAsync(id, tenant, request, caller, http.RequestAborted);
        promises.Keep(run.Id, sample);
        keeper.Look(run.Id);
        await WriteAsync(http, run);
    }

    public async Task ListAsync(HttpContext http, TenantId tenant)
    {
        var all = await batches.OfAsync(tenant, http.RequestAborted);
        var page = Paging.Cut(all, r => r.Id, http.Request.Query, DefaultPage, MaxPage);
        foreach (var run in page.Data)
        {
            await run.RefreshAsync(options.Refresh, http.RequestAborted);
        }

        var views = new PageDocument<BatchDocument>([.. page.Data.Select(ViewOf)], page.FirstId, page.LastId, page.HasMore);
        await http.Response.WriteAsJsonAsync(views, BatchJson.Default.BatchPage);
    }

    public async Task RetrieveAsync(HttpContext http, TenantId tenant)
    {
        var run = await FindAsync(http, tenant);
        await run.RefreshAsync(options.Refresh, http.RequestAborted);
        await WriteAsync(http, run);
    }

    public async Task CancelAsync(HttpContext http, TenantId tenant)
    {
        var run = await FindAsync(http, tenant);
        await cancel.RunAsync(run, http.RequestAborted);
        await WriteAsync(http, run);
    }

    private static async Task<(BatchRequest Request, string Digest)> ReadAsync(HttpContext http)
    {
        var (body, error) = await BodyReader.ReadJsonAsync(http, MaxBody);
        if (error is not null)
        {
            throw new ApiRefusal(error);
        }

        using (body)
        {
            try
            {
                using var json = JsonDocument.Parse(body!.Memory);
                return (BatchRequestRules.Check(json.RootElement), IdempotencyKeys.DigestOf(json.RootElement));
            }
            catch (JsonException e)
            {
                throw new ApiRefusal(ApiErrors.InvalidJson(e.Message));
            }
            catch (InvalidOperationException)
            {
                throw new ApiRefusal(ApiErrors.InvalidJson("it has text that is not valid Unicode."));
            }
        }
    }

    private async Task<BatchRun> FindAsync(HttpContext http, TenantId tenant)
    {
        var id = (string)http.Request.RouteValues["id"]!;
        return await batches.FindAsync(tenant, id, http.RequestAborted) ?? throw new ApiRefusal(BatchApiErrors.NoSuchBatch(id));
    }

    private Task WriteAsync(HttpContext http, BatchRun run) =>
        http.Response.WriteAsJsonAsync(ViewOf(run), BatchJson.Default.BatchDocument);

    private BatchDocument ViewOf(BatchRun run) => promises.With(run.View(), run.Stored.Tenant);
}
