using SageServe.Cli;

return await CommandLine.RunAsync(args);
