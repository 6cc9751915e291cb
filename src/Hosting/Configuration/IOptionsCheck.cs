using Microsoft.Extensions.Configuration;

namespace SageServe.Hosting;

/// <summary>All problems of one bound section; one is registered for each call of <see cref="CheckedOptions"/>.</summary>
internal interface IOptionsCheck
{
    IReadOnlyList<string> Problems();

    /// <summary>The same of another configuration than the running one.</summary>
    IReadOnlyList<string> Problems(IConfiguration other);

    /// <summary>Names of another configuration that the section does not have.</summary>
    IReadOnlyList<string> UnknownNames(IConfiguration other);
}
