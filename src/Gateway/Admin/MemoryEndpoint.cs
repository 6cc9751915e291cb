using System.Globalization;

namespace SageServe.Gateway;

/// <summary><c>POST /admin/memory</c>: collects all garbage and tells what is left, and what was ever allocated. It stops every request for some milliseconds: for tests of leaks.</summary>
internal static class MemoryEndpoint
{
    public static Task WriteAsync(HttpContext http)
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(
            string.Create(CultureInfo.InvariantCulture, $$"""{"heapBytes":{{GC.GetTotalMemory(forceFullCollection: false)}},"residentBytes":{{Environment.WorkingSet}},"allocatedBytes":{{GC.GetTotalAllocatedBytes()}}}"""),
            http.RequestAborted);
    }
}
