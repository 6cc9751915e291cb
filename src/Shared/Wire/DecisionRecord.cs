using System.Text.Json;

namespace SageServe.Shared;

/// <summary>
/// One line of the decision log: what a pure room was told and what it answered. Replaying the inputs of a gapless segment
/// gives the same effects.
/// </summary>
/// <param name="Room">routing or planning.</param>
/// <param name="Key">The model (routing) or the planner's name.</param>
/// <param name="Segment">Starts at 1 and grows by one after each gap; a segment is complete in itself.</param>
/// <param name="Sequence">Grows by one within a key.</param>
/// <param name="Input">The room's own JSON of its input.</param>
/// <param name="Effects">The room's own JSON of what it answered.</param>
public sealed record DecisionRecord(string Room, string Key, int Segment, long Sequence, JsonElement Input, JsonElement Effects);
