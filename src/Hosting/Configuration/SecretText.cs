using System.Text;
using Microsoft.Extensions.Logging;

namespace SageServe.Hosting;

/// <summary>A secret from the configuration or from a file that is read again when it changes.</summary>
public sealed class SecretText : IDisposable
{
    private readonly string? _value;
    private readonly ReloadingFile<string?>? _file;

    /// <param name="value">The secret itself; used when there is no file.</param>
    /// <param name="file">Path; blanks and line ends around the secret are left out.</param>
    /// <param name="prefix">Put before it, for example a scheme.</param>
    /// <param name="time">For looking at the file.</param>
    /// <param name="logger">Hears of reloads, never of the secret.</param>
    public SecretText(string? value, string? file, string prefix, TimeProvider time, ILogger logger)
    {
        _value = WithPrefix(prefix, value);
        _file = file is null ? null : new ReloadingFile<string?>(file, bytes => WithPrefix(prefix, Encoding.UTF8.GetString(bytes)), time, logger);
    }

    /// <summary>Null when none is set.</summary>
    public string? Current => _file is { } file ? file.Current : _value;

    public void Dispose() => _file?.Dispose();

    private static string? WithPrefix(string prefix, string? text) => text?.Trim() is { Length: > 0 } secret ? prefix + secret : null;
}
