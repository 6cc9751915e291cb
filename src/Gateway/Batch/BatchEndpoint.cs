namespace SageServe.Gateway;

/// <summary>Around every handler of the Files and Batches API: who calls, and every failure in OpenAI's shape.</summary>
internal sealed class BatchEndpoint(KeyIdentity identity, StoreAbsence absence, ILogger<BatchEndpoint> logger)
{
    public async Task RunAsync(HttpContext http, Func<HttpContext, TenantId, Task> handler)
    {
        var requestId = RequestIds.PublicIdOf(http.Request);
        http.Response.Headers[HeaderNames.RequestId] = requestId;
        var error = await TryAsync(http, handler);
        if (error is not null && !http.Response.HasStarted)
        {
            http.Response.Clear();
            http.Response.Headers[HeaderNames.RequestId] = requestId;
            await ApiErrorWriter.WriteAsync(http.Response, error, http.RequestAborted);
        }
    }

    private async Task<ApiError?> TryAsync(HttpContext http, Func<HttpContext, TenantId, Task> handler)
    {
        try
        {
            if (identity.Identify(http.Request) is not { } caller)
            {
                return identity.Refusal;
            }

            http.Features.Set(caller);
            await handler(http, caller.Tenant);
            return null;
        }
        catch (ApiRefusal refusal)
        {
            return refusal.Error;
        }
        catch (DeferredStoreException e)
        {
            absence.Away(e.Message);
            return BatchApiErrors.StoreAway;
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return null;
        }
        catch (BlobStoreException e)
        {
            BatchLog.StorageFailed(logger, e);
            return e.Problem == BlobProblem.Full ? BatchApiErrors.DiskFull : BatchApiErrors.DiskFailed;
        }
        catch (IOException e)
        {
            BatchLog.StorageFailed(logger, e);
            return BatchApiErrors.DiskFailed;
        }
    }
}
