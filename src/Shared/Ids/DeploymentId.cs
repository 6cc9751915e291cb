namespace SageServe.Shared;

/// <summary>One model served in one region.</summary>
/// <param name="Model">The model.</param>
/// <param name="Region">Where it runs.</param>
public readonly record struct DeploymentId(ModelId Model, RegionId Region) : IComparable<DeploymentId>
{
    public int CompareTo(DeploymentId other)
    {
        var byModel = Model.CompareTo(other.Model);
        return byModel != 0 ? byModel : Region.CompareTo(other.Region);
    }

    public override string ToString() => $"{Model}@{Region}";
}
