using System.Text.Json.Nodes;

namespace SageServe.ClusterKit;

/// <summary>A refusal, as the server tells it.</summary>
public sealed class ApiException(int code, string reason, string message, JsonObject? details = null) : Exception(message)
{
    public int Code => code;

    public string Reason => reason;

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The body of the answer: a Status.</summary>
    public JsonObject Status()
    {
        var status = new JsonObject
        {
            ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(),
            ["status"] = "Failure", ["message"] = Message, ["reason"] = reason,
        };
        var more = details?.Clone() ?? (RetryAfter is null ? null : []);
        if (RetryAfter is { } wait)
        {
            more!["retryAfterSeconds"] = (int)wait.TotalSeconds;
        }

        if (more is not null)
        {
            status["details"] = more;
        }

        status["code"] = code;
        return status;
    }

    public static ApiException BadRequest(string message) => new(400, "BadRequest", message);

    public static ApiException NotFound(ResourceType type, string name) =>
        new(404, "NotFound", $"{type.FullName} \"{name}\" not found", Details(type, name));

    public static ApiException NoSuchPath() => new(404, "NotFound", "the server could not find the requested resource", []);

    public static ApiException AlreadyExists(ResourceType type, string name) =>
        new(409, "AlreadyExists", $"{type.FullName} \"{name}\" already exists", Details(type, name));

    public static ApiException Conflict(ResourceType type, string name, string? why = null) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {type.FullName} \"{name}\": {why ?? "the object has been modified; please apply your changes to the latest version and try again"}", Details(type, name));

    /// <summary>Nothing new comes into a namespace that is being removed.</summary>
    public static ApiException Ending(ResourceType type, string name, string @namespace) =>
        new(403, "Forbidden", $"{type.FullName} \"{name}\" is forbidden: unable to create new content in namespace {@namespace} because it is being terminated", Details(type, name));

    public static ApiException Expired(string message = "The resourceVersion for the provided watch is too old.") => new(410, "Expired", message);

    public static ApiException Invalid(ResourceType type, string name, string field, string problem, string cause = "FieldValueInvalid")
    {
        var details = Details(type, name);
        details["kind"] = type.Kind;
        details["causes"] = new JsonArray(new JsonObject { ["reason"] = cause, ["message"] = problem, ["field"] = field });
        return new ApiException(422, "Invalid", $"{type.Kind}{(type.Group.Length > 0 ? "." + type.Group : "")} \"{name}\" is invalid: {field}: {problem}", details);
    }

    private static JsonObject Details(ResourceType type, string name)
    {
        var details = new JsonObject { ["name"] = name, ["kind"] = type.Plural };
        if (type.Group.Length > 0)
        {
            details["group"] = type.Group;
        }

        return details;
    }
}
