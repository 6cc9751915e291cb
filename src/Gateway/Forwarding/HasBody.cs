using Microsoft.AspNetCore.Http.Features;

namespace SageServe.Gateway;

/// <summary>Tells YARP that an attempt has a body.</summary>
internal sealed class HasBody : IHttpRequestBodyDetectionFeature
{
    public static readonly HasBody Instance = new();

    public bool CanHaveBody => true;
}
