namespace SageServe.TestKit;

public sealed record CommandLineResult(int ExitCode, string Output, string Errors);
