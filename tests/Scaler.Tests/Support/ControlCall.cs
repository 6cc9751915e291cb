namespace SageServe.Scaler.Tests;

/// <param name="Call">start, drain or stop.</param>
/// <param name="Subject">The replica, or the pool of a start.</param>
/// <param name="Marked">The fleet file already said that it drains.</param>
internal sealed record ControlCall(string Call, string Subject, bool Marked);
