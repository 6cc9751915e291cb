using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary><c>/admin/queue</c>: patient work of all tenants, and what operators may do about it. <c>sageserve queue</c> calls it.</summary>
internal sealed class QueueEndpoint(
    QueueView view, FailedLines failed, BatchRetry retry, BatchShelf batches, BatchCancel cancel, ReleasePause pause, DeferredReadout readout,
    ServedModels models, SteadyClock clock)
{
    private const int DefaultBatches = 100;
    private const int MostBatches = 10_000;
    private const int DefaultLines = 50;
    private const int MostLines = 50_000;

    /// <summary><c>GET /admin/queue?all=true&amp;limit=N</c>.</summary>
    public Task ListAsync(HttpContext http) => RunAsync(
        http, async () => await view.ReadAsync(http.Request.Query["all"] == "true", Number(http, "limit", DefaultBatches, MostBatches), http.RequestAborted), SharedJson.Default.QueueDocument);

    /// <summary><c>GET /admin/queue/batches/ID?lines=N</c>.</summary>
    public Task ShowAsync(HttpContext http) => RunAsync(
        http,
        async () =>
        {
            var run = await FindAsync(http);
            var (lines, journals) = await failed.ReadAsync(run, Number(http, "lines", DefaultLines, MostLines), http.RequestAborted);
            var group = run.View().Model is { } name && models.TryResolve(name, out var model) ? readout.StateOf(model)?.Find(run.Id) : null;
            return new QueueBatchDetail
            {
                Batch = view.BatchOf(run),
                Waiting = group?.Waiting ?? 0,
                Delayed = group?.Delayed ?? 0,
                Leased = group?.Leased ?? 0,
                Journals = journals,
                FailedLines = lines,
            };
        },
        SharedJson.Default.QueueBatchDetail);

    /// <summary><c>POST /admin/queue/batches/ID/retry</c>.</summary>
    public Task RetryAsync(HttpContext http) => ActAsync(http, async () =>
    {
        var (id, lines) = await retry.RunAsync(await FindAsync(http), http.RequestAborted);
        return new QueueAction(string.Create(CultureInfo.InvariantCulture, $"Made batch {id} of {lines} line(s)."), id, lines);
    });

    /// <summary><c>POST /admin/queue/batches/ID/cancel</c>.</summary>
    public Task CancelAsync(HttpContext http) => ActAsync(http, async () =>
    {
        var run = await FindAsync(http);
        await cancel.RunAsync(run, http.RequestAborted);
        return new QueueAction($"Batch {run.Id} is {run.Status.WireName()}.", run.Id);
    });

    /// <summary><c>PUT /admin/queue/drain</c>: no patient work is released from now on.</summary>
    public Task DrainAsync(HttpContext http) => ActAsync(http, async () =>
    {
        await pause.SetAsync(new PauseMark((long)clock.Now.ToUnixSeconds()), http.RequestAborted);
        return new QueueAction("No patient work is released from now on; what runs goes on to its end.");
    });

    /// <summary><c>DELETE /admin/queue/drain</c>.</summary>
    public Task ResumeAsync(HttpContext http) => ActAsync(http, async () =>
    {
        await pause.SetAsync(null, http.RequestAborted);
        return new QueueAction("Patient work is released again.");
    });

    private static Task ActAsync(HttpContext http, Func<Task<QueueAction>> action) => RunAsync(http, action, SharedJson.Default.QueueAction);

    private async Task<BatchRun> FindAsync(HttpContext http)
    {
        var id = (string)http.Request.RouteValues["id"]!;
        var run = await batches.FindAsync(id, http.RequestAborted) ?? throw new ApiRefusal(BatchApiErrors.NoSuchBatch(id));
        await run.RefreshAsync(TimeSpan.Zero, http.RequestAborted);
        return run;
    }

    private static int Number(HttpContext http, string name, int usual, int most) =>
        http.Request.Query[name] is [{ } text] ? int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most
            ? number
            : throw new ApiRefusal(ApiErrors.Invalid("invalid_value", $"'{name}' must be a number from 1 to {most}.", name))
        : usual;

    private static async Task RunAsync<T>(HttpContext http, Func<Task<T>> answer, JsonTypeInfo<T> type)
    {
        ApiError error;
        try
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(await answer(), type);
            http.Response.ContentType = "application/json";
            await http.Response.Body.WriteAsync(json, http.RequestAborted);
            return;
        }
        catch (ApiRefusal refusal)
        {
            error = refusal.Error;
        }
        catch (DeferredStoreException)
        {
            error = BatchApiErrors.StoreAway;
        }
        catch (BlobStoreException)
        {
            error = BatchApiErrors.DiskFailed;
        }

        await ApiErrorWriter.WriteAsync(http.Response, error, http.RequestAborted);
    }
}
