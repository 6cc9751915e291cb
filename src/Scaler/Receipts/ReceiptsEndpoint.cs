namespace SageServe.Scaler;

/// <summary><c>GET /admin/receipts?pool=&amp;since=&amp;verdict=&amp;limit=</c>.</summary>
internal static class ReceiptsEndpoint
{
    public static IResult Answer(HttpRequest request, ReceiptBook book, LiveConfiguration live, EnvelopeClock clock)
    {
        var now = clock.Now;
        var (filter, parameter, problem) = ReceiptFilter.Read(request.Query, now);
        return filter is null
            ? AdminErrors.BadParameter(parameter, problem)
            : Results.Json(book.ToDocument(filter, now, live.Current.Options), ReceiptJson.Default.ReceiptsDocument);
    }
}
