using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace SageServe.Gateway.Tests;

/// <summary>Lets a client of another process say when the engine goes on and fails, and see what it noticed.</summary>
internal sealed partial class FakeEngine
{
    private int _refusals;

    private static void MapControl(WebApplication app, Func<FakeEngine> engine)
    {
        app.MapGet("/control/set", (HttpContext http) => engine().Set(http.Request.Query));
        app.MapGet("/control/release", () =>
        {
            engine().Gate?.TrySetResult();
            engine().BeforeHeaders?.TrySetResult();
        });
        app.MapGet("/control/seen", () => $$"""{"requests":{{engine().Requests}},"canceled":{{engine().Canceled}}}""");
    }

    /// <summary>Answers so many requests with 503 from now on.</summary>
    private bool TakeRefusal()
    {
        var left = Interlocked.Decrement(ref _refusals);
        if (left < 0)
        {
            Interlocked.CompareExchange(ref _refusals, 0, left);
        }

        return left >= 0;
    }

    private void Set(IQueryCollection query)
    {
        Fault = Enum.TryParse<EngineFault>(query["fault"], out var fault) ? fault : EngineFault.None;
        Interlocked.Exchange(ref _refusals, int.TryParse(query["refusals"], out var refusals) ? refusals : 0);
        Gate = query.ContainsKey("gate") ? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) : null;
        BeforeHeaders = query.ContainsKey("silent") ? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) : null;
    }
}
