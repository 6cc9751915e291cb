namespace SageServe.Simulator;

/// <summary>What the user gave cannot be used. The message says what, where, and what to do; a program ends with 2.</summary>
public sealed class BadInputException(string message) : ArgumentException(message);
