namespace SageServe.Gateway;

/// <summary>Which limit of time an attempt ran over.</summary>
internal enum AttemptLimit
{
    None,
    FirstToken,
    Hang,
    Gap,
    Total,
}
