using System.Net;
using System.Text.Json.Nodes;

namespace SageServe.Kubernetes;

/// <summary>What the API server answered to one call, whatever it was.</summary>
/// <param name="Status">Of the answer.</param>
/// <param name="Body">An object, or a Status where the call was refused; empty where the answer was no JSON object.</param>
public sealed record JsonAnswer(HttpStatusCode Status, JsonObject Body)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>Number and words of a refusal.</summary>
    public string Told => $"{(int)Status} {Body["reason"]}: {Body["message"]}";
}
