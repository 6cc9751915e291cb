using SageServe.Gateway;

var app = GatewayHost.Build(args);
await app.RunAsync();
