namespace SageServe.Cli;

/// <summary>The input was fine and the run still failed; the program ends with 1.</summary>
internal sealed class RunFailedException(string message, Exception? cause = null) : Exception(message, cause);
