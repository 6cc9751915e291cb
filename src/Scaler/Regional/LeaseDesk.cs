using System.Net;
using System.Text.Json;
using SageServe.Kubernetes;

namespace SageServe.Scaler;

/// <summary>
/// Lets peers take part in the election of whoever plans, by this cluster's Lease. They may change who holds it and nothing else, and the API
/// server's own check of the version decides who was first.
/// </summary>
internal sealed class LeaseDesk(ILeaseStore leases, string @namespace, string name)
{
    public async Task<IResult> AnswerAsync(string method, byte[] body, CancellationToken stop)
    {
        try
        {
            return Results.Json(await (method == HttpMethods.Get ? leases.GetLeaseAsync(@namespace, name, stop) : ChangeAsync(method, body, stop)), ScalerJson.Default.Lease);
        }
        catch (JsonException e)
        {
            return Results.Problem($"The body is no Lease: {e.Message}", statusCode: StatusCodes.Status400BadRequest);
        }
        catch (KubernetesException e)
        {
            return Results.Problem(e.Message, statusCode: e.Status == default ? StatusCodes.Status502BadGateway : (int)e.Status);
        }
        catch (HttpRequestException e)
        {
            return Results.Problem(e.Message, statusCode: (int)HttpStatusCode.BadGateway);
        }
    }

    private Task<Lease> ChangeAsync(string method, byte[] body, CancellationToken stop)
    {
        var told = JsonSerializer.Deserialize(body, ScalerJson.Default.Lease) ?? throw new JsonException("null");
        var lease = new Lease { Metadata = new ObjectMeta { Name = name, Namespace = @namespace, ResourceVersion = told.Metadata.ResourceVersion }, Spec = told.Spec };
        return method == HttpMethods.Post ? leases.CreateLeaseAsync(lease, stop) : leases.ReplaceLeaseAsync(lease, stop);
    }
}
