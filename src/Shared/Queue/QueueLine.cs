namespace SageServe.Shared;

/// <summary>A line of a batch that has no good answer.</summary>
/// <param name="Line">Its number in the input file, from 1; null for one that never ran.</param>
/// <param name="CustomId">The client's name for it.</param>
/// <param name="Outcome"><c>failed</c>, <c>expired</c> or <c>cancelled</c>.</param>
/// <param name="Status">What the engine answered; null without an answer.</param>
/// <param name="Code">Short code of the error.</param>
/// <param name="Message">What is wrong, attempts included.</param>
public sealed record QueueLine(int? Line, string CustomId, string Outcome, int? Status, string? Code, string? Message);
