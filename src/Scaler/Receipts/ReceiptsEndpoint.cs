using System.Text.Json;

namespace SageServe.Scaler;

/// <summary><c>GET /admin/receipts?pool=&amp;since=&amp;verdict=&amp;limit=</c>.</summary>
internal static class ReceiptsEndpoint
{
    public static IResult Answer(HttpRequest request, ReceiptBook book, LiveConfiguration live, EnvelopeClock clock)
    {
        var now = clock.Now;
        var (filter, parameter, problem) = ReceiptFilter.Read(request.Query, now);
        return filter is null
            ? Results.Text(Error(parameter, problem), "application/json", statusCode: StatusCodes.Status400BadRequest)
            : Results.Json(book.ToDocument(filter, now, live.Current.Options), ReceiptJson.Default.ReceiptsDocument);
    }

    /// <summary>In OpenAI's shape, as all of the product's errors.</summary>
    private static string Error(string parameter, string problem)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("error");
            writer.WriteString("message", problem);
            writer.WriteString("type", "invalid_request_error");
            writer.WriteString("param", parameter);
            writer.WriteString("code", "invalid_parameter");
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
