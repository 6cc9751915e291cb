namespace SageServe.Cli;

/// <summary>What the user gave cannot be used. The message says what, where, and what to do; the program ends with 2.</summary>
internal sealed class BadInputException(string message) : Exception(message);
