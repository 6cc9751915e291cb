namespace SageServe.Cli;

/// <summary>The two clocks of a run.</summary>
/// <param name="RequestSeconds">Length of the load in request time.</param>
/// <param name="EnvelopeHours">The same span on the envelope clock.</param>
/// <param name="Speed">Envelope seconds per second.</param>
/// <param name="EnvelopeStart">Envelope time when the load started.</param>
/// <param name="EnvelopeEnd">Envelope time when the last arrival could come.</param>
internal sealed record ClockReport(double RequestSeconds, double EnvelopeHours, double Speed, DateTimeOffset EnvelopeStart, DateTimeOffset EnvelopeEnd);
