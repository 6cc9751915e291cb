using System.Text.Json;

namespace SageServe.Hosting;

/// <summary>Something that can be written as one <see cref="DecisionRecord"/>; written later, on the log's own thread.</summary>
public interface IDecisionEntry
{
    /// <summary>Writes one whole JSON object.</summary>
    void WriteTo(Utf8JsonWriter writer);
}
