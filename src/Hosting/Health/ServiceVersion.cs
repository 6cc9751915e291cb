using System.Reflection;

namespace SageServe.Hosting;

/// <summary>Version of the product, with the commit when the build knows it.</summary>
public static class ServiceVersion
{
    public static string Current { get; } =
        typeof(ServiceVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
