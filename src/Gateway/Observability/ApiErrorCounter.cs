using System.Collections.Concurrent;
using System.Globalization;
using Prometheus;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Counts the errors that the gateway answers by itself, those too that never became a request.</summary>
internal static class ApiErrorCounter
{
    private static readonly Counter Errors = Instruments.Counter(MetricNames.ApiErrors);
    private static readonly LabelCap Codes = new(200);
    private static readonly ConcurrentDictionary<(string Code, int Status), Counter.Child> Children = new();

    public static void Count(HttpRequest request, ApiError error)
    {
        if (!WarmUp.IsOwn(request))
        {
            Count(error);
        }
    }

    public static void Count(ApiError error) => Children.GetOrAdd(
        (Codes.Of(error.Code), error.Status),
        static key => Errors.WithLabels(key.Code, key.Status.ToString(CultureInfo.InvariantCulture))).Inc();
}
