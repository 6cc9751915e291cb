using System.Text.Json;

namespace SageServe.Gateway;

/// <summary>OpenAI's Batches API.</summary>
internal sealed class BatchesApi(FileShelf files, BatchShelf batches, BatchKeeper keeper, PatientQueue queue)
{
    private const int MaxBody = 256 * 1024;
    private const int DefaultPage = 20;
    private const int MaxPage = 100;

    public async Task CreateAsync(HttpContext http, TenantId tenant)
    {
        var request = await ReadAsync(http);
        if ((await files.FindAsync(tenant, request.InputFileId, http.RequestAborted))?.File is not { } file)
        {
            throw new ApiRefusal(BatchApiErrors.NoSuchFile(request.InputFileId, "input_file_id"));
        }

        if (file.Purpose != "batch")
        {
            throw new ApiRefusal(ApiErrors.Invalid("invalid_purpose", $"File {file.Id} has the purpose '{file.Purpose}'; a batch needs 'batch'.", "input_file_id"));
        }

        await queue.CheckRoomAsync(http.RequestAborted);
        var run = await batches.AddAsync(tenant, request, BatchKey.Of(http.Features.Get<Caller>()));
        keeper.Look(run.Id);
        await WriteAsync(http, run);
    }

    public Task ListAsync(HttpContext http, TenantId tenant)
    {
        var all = batches.Of(tenant).ToList();
        var page = Paging.Cut(all, r => r.Id, http.Request.Query, DefaultPage, MaxPage);
        var views = new PageDocument<BatchDocument>([.. page.Data.Select(r => r.View())], page.FirstId, page.LastId, page.HasMore);
        return http.Response.WriteAsJsonAsync(views, BatchJson.Default.BatchPage);
    }

    public Task RetrieveAsync(HttpContext http, TenantId tenant) => WriteAsync(http, Find(http, tenant));

    public async Task CancelAsync(HttpContext http, TenantId tenant)
    {
        var run = Find(http, tenant);
        if (!await run.MoveAsync(BatchStatus.Cancelling) && run.Status is not (BatchStatus.Cancelling or BatchStatus.Cancelled))
        {
            throw new ApiRefusal(BatchApiErrors.CannotCancel(run.Id, run.Status.ToString().ToLowerInvariant()));
        }

        await run.StopAsync();
        keeper.Look(run.Id);
        await WriteAsync(http, run);
    }

    private static async Task<BatchRequest> ReadAsync(HttpContext http)
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
                return BatchRequestRules.Check(json.RootElement);
            }
            catch (JsonException e)
            {
                throw new ApiRefusal(ApiErrors.InvalidJson(e.Message));
            }
        }
    }

    private BatchRun Find(HttpContext http, TenantId tenant)
    {
        var id = (string)http.Request.RouteValues["id"]!;
        return batches.Find(tenant, id) ?? throw new ApiRefusal(BatchApiErrors.NoSuchBatch(id));
    }

    private static Task WriteAsync(HttpContext http, BatchRun run) =>
        http.Response.WriteAsJsonAsync(run.View(), BatchJson.Default.BatchDocument);
}
