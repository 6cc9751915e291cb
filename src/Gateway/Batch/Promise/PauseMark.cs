namespace SageServe.Gateway;

/// <summary>That no patient work is released.</summary>
/// <param name="Since">Unix seconds.</param>
internal sealed record PauseMark(long Since);
