namespace SageServe.VllmEmulator;

/// <summary>A <see cref="DeploymentId"/> as configuration can bind it.</summary>
internal sealed class DeploymentOptions
{
    public string Model { get; set; } = "";

    public string Region { get; set; } = "";
}
