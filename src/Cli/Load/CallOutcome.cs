using System.Text.Json.Serialization;

namespace SageServe.Cli;

/// <summary>How a request ended, seen by the client that sent it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CallOutcome>))]
internal enum CallOutcome
{
    /// <summary>Whole answer received.</summary>
    Completed,

    /// <summary>Answered with 429 or 503 before any byte.</summary>
    Refused,

    /// <summary>Any other error before the first token, no connection included.</summary>
    Failed,

    /// <summary>The stream broke, or ended with an error, after its first token.</summary>
    Broken,

    /// <summary>This client ended it because the run was over; nobody's failure.</summary>
    CutOff,
}
