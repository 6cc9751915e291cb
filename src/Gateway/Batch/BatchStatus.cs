using System.Text.Json.Serialization;

namespace SageServe.Gateway;

/// <summary>OpenAI's states of a batch.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BatchStatus>))]
internal enum BatchStatus
{
    [JsonStringEnumMemberName("validating")]
    Validating,

    [JsonStringEnumMemberName("failed")]
    Failed,

    [JsonStringEnumMemberName("in_progress")]
    InProgress,

    [JsonStringEnumMemberName("finalizing")]
    Finalizing,

    [JsonStringEnumMemberName("completed")]
    Completed,

    [JsonStringEnumMemberName("expired")]
    Expired,

    [JsonStringEnumMemberName("cancelling")]
    Cancelling,

    [JsonStringEnumMemberName("cancelled")]
    Cancelled,
}
