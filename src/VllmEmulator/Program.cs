using Microsoft.Extensions.Options;
using SageServe.Hosting;
using SageServe.VllmEmulator;

if (args.Contains(ChildProgram.Switch))
{
    return await ChildProgram.RunAsync(Console.In, Console.Out, TimeProvider.System);
}

var builder = SlimHost.CreateBuilder(args);
builder.AddServiceDefaults(EmulatorServices.ServiceName);
builder.Services.AddEmulator();
builder.Services.Configure<Microsoft.AspNetCore.Http.Json.JsonOptions>(o => o.SerializerOptions.TypeInfoResolverChain.Insert(0, SharedJson.Default));

await using var app = builder.Build();
var controlUrl = builder.Configuration[$"{EmulatorOptions.Section}:{nameof(EmulatorOptions.ControlUrl)}"] ?? "";
app.MapServiceDefaults(controlUrl);
app.Services.GetRequiredService<ControlApi>().Map(app);
app.Urls.Add(app.Services.GetRequiredService<IOptions<EmulatorOptions>>().Value.ControlUrl);
await app.RunAsync();
return 0;
