using System.Text.Json.Nodes;

namespace SageServe.ClusterKit;

/// <summary>Tells who asks whether they may do something: a SelfSubjectAccessReview.</summary>
internal static class AccessReview
{
    public const string Path = "apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

    public static JsonObject Answer(IReadOnlyList<ResourceType> types, Bearer who, JsonNode? review)
    {
        var asked = review.At("spec.resourceAttributes") as JsonObject ?? throw ApiException.BadRequest("spec.resourceAttributes is missing");
        var type = types.FirstOrDefault(t => t.Group == (asked.Text("group") ?? "") && t.Plural == asked.Text("resource"));
        var answer = review!.AsObject().Clone();
        answer["metadata"] = new JsonObject { ["creationTimestamp"] = null };
        answer["status"] = new JsonObject
        {
            ["allowed"] = type is null ? who.Rules is null : who.May(new ApiRoute(type, asked.Text("namespace"), asked.Text("name"), asked.Text("subresource")), asked.Text("verb") ?? ""),
        };
        return answer;
    }
}
