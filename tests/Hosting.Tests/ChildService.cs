using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SageServe.Hosting.Tests;

/// <summary>A service as the product's executables are written.</summary>
internal static class ChildService
{
    public static async Task Run(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args).AddServiceDefaults("child");
        builder.Services.AddCheckedOptions<SampleOptions>(SampleOptions.Section);
        var app = builder.Build();
        app.MapServiceDefaults(builder.Configuration["Sample:Url"] ?? "http://127.0.0.1:0");
        app.Urls.Add(app.Services.GetRequiredService<IOptions<SampleOptions>>().Value.Url);
        await app.RunAsync();
    }
}
