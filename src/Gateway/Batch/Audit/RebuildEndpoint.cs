using System.Globalization;

namespace SageServe.Gateway;

/// <summary><c>POST /admin/queue/rebuild</c>: fills the index of patient work from the files, and says what was missing.</summary>
internal sealed class RebuildEndpoint(QueueAudit audit)
{
    public async Task WriteAsync(HttpContext http)
    {
        try
        {
            var repair = await audit.RebuildAsync(http.RequestAborted);
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync(
                string.Create(CultureInfo.InvariantCulture, $$"""{"batches":{{repair.Batches}},"linesLeft":{{repair.LinesLeft}},"enqueued":{{repair.Enqueued}},"groupsRemoved":{{repair.GroupsRemoved}}}"""),
                http.RequestAborted);
        }
        catch (DeferredStoreException)
        {
            await ApiErrorWriter.WriteAsync(http.Response, BatchApiErrors.StoreAway, http.RequestAborted);
        }
        catch (IOException)
        {
            await ApiErrorWriter.WriteAsync(http.Response, BatchApiErrors.DiskFailed, http.RequestAborted);
        }
    }
}
