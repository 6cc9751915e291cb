using System.Globalization;
using System.Text.Json.Nodes;

namespace SageServe.Scaler;

/// <summary>
/// What pools are to have, for other actuators: as plain JSON (KEDA's metrics-api scaler reads it) and as Kubernetes' external metrics API, which the
/// HorizontalPodAutoscaler asks. Where nothing sound can be told the answer is an error: both then keep the replicas that there are.
/// </summary>
internal static class WantedEndpoints
{
    public const string Metric = "sageserve_scaler_wanted_replicas";
    public const string ExternalMetrics = "/apis/external.metrics.k8s.io/v1beta1";

    public static void MapWanted(this IEndpointRouteBuilder app, string adminUrl)
    {
        app.MapGet("/admin/wanted", Wanted).OnListener(adminUrl);
        app.MapGet(ExternalMetrics, () => Results.Text(Resources, "application/json")).OnListener(adminUrl);
        app.MapGet(ExternalMetrics + "/namespaces/{namespace}/{metric}", External).OnListener(adminUrl);
    }

    private static string Resources => new JsonObject
    {
        ["kind"] = "APIResourceList",
        ["apiVersion"] = "v1",
        ["groupVersion"] = ExternalMetrics["/apis/".Length..],
        ["resources"] = new JsonArray(new JsonObject
        {
            ["name"] = Metric,
            ["singularName"] = "",
            ["namespaced"] = true,
            ["kind"] = "ExternalMetricValueList",
            ["verbs"] = new JsonArray("get"),
        }),
    }.ToJsonString();

    private static IResult Wanted(HttpRequest request, WantedBook book)
    {
        var (query, unknown) = WantedQuery.Read(request.Query.Select(q => KeyValuePair.Create(q.Key, q.Value.ToString())));
        if (query is null)
        {
            return AdminErrors.BadParameter(unknown!, $"'{unknown}' is not known; name pools by {string.Join(", ", PoolLabels.Names)}.");
        }

        if (book.Read() is not { } pools)
        {
            return AdminErrors.Answer(StatusCodes.Status503ServiceUnavailable, null, "no_recent_tick", "The last decision is too old, or the fleet could not be read; keep the replicas that there are.");
        }

        WantedReplicas[] found = [.. pools.Where(p => query.Wants(p.Pool))];
        return found.Length == 0
            ? AdminErrors.Answer(StatusCodes.Status404NotFound, null, "no_such_pool", "No pool of the catalog that the last tick saw has these labels.")
            : Results.Json(new WantedDocument(found.Sum(p => p.Wanted), found.Sum(p => p.Current), [.. found]), ScalerJson.Default.WantedDocument);
    }

    private static IResult External(HttpRequest request, WantedBook book, EnvelopeClock clock, string metric)
    {
        if (metric != Metric)
        {
            return Status(StatusCodes.Status404NotFound, "NotFound", $"There is no metric '{metric}'; there is {Metric}.");
        }

        if (LabelSelector.Read(request.Query["labelSelector"].ToString()) is not { } labels || WantedQuery.Read(labels).Query is not { } query)
        {
            return Status(StatusCodes.Status400BadRequest, "BadRequest", $"labelSelector must be a list of name=value with the names {string.Join(", ", PoolLabels.Names)}.");
        }

        if (book.Read()?.Where(p => query.Wants(p.Pool)).ToArray() is not { Length: > 0 } pools)
        {
            return Status(StatusCodes.Status503ServiceUnavailable, "ServiceUnavailable", "Nothing recent is known of such pools; keep the replicas that there are.");
        }

        var at = clock.Real.Now.ToDateTimeOffset().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        return Results.Text(
            new JsonObject
            {
                ["kind"] = "ExternalMetricValueList",
                ["apiVersion"] = ExternalMetrics["/apis/".Length..],
                ["metadata"] = new JsonObject(),
                ["items"] = new JsonArray([.. pools.Select(p => (JsonNode)Item(p, at))]),
            }.ToJsonString(),
            "application/json");
    }

    private static JsonObject Item(WantedReplicas pool, string at) => new()
    {
        ["metricName"] = Metric,
        ["metricLabels"] = new JsonObject(PoolLabels.Names.Zip(PoolLabels.Values(pool.Pool), (name, value) => KeyValuePair.Create(name, (JsonNode?)value))),
        ["timestamp"] = at,
        ["value"] = pool.Wanted.ToString(CultureInfo.InvariantCulture),
    };

    private static IResult Status(int code, string reason, string message) => Results.Text(
        new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Failure", ["message"] = message, ["reason"] = reason, ["code"] = code }.ToJsonString(),
        "application/json",
        statusCode: code);
}
