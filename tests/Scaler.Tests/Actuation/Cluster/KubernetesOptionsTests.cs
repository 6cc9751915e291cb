namespace SageServe.Scaler.Tests;

public sealed class KubernetesOptionsTests
{
    private static readonly WorkloadOptions Workload = new() { Model = "llama", Accelerator = "a100", Name = "llama" };

    private static readonly KubernetesOptions Good = new() { Region = "eastus", Workloads = [Workload], GatewaySelector = "app=gateway" };

    [Fact]
    public void A_cluster_with_a_workload_for_each_pool_is_right()
    {
        Assert.Empty(Good.Problems());
        Assert.Empty(new ActuatorOptions { Kind = ActuatorOptions.Cluster, Kubernetes = Good }.Problems());
        Assert.Empty(ClusterPools.Problems(Good, new ScalerOptions(), Catalogs.OnePool(Views.Pool)));
    }

    [Fact]
    public void All_that_is_wrong_is_told_at_once()
    {
        var problems = new KubernetesOptions
        {
            Workloads =
            [
                Workload,
                Workload with { Revision = "batch" },
                Workload with { Name = "other" },
                Workload with { Name = "", Model = "m" },
                Workload with { Name = "rolls", Model = "r", Kind = "Rollout" },
                Workload with { Name = "both", Model = "b", Plural = "deployments" },
            ],
            KubeConfig = "none",
            AdminKeyFile = "none",
            GatewayPort = 0,
            WatchLimit = TimeSpan.Zero,
        }.Problems().ToArray();
        Assert.Equal(10, problems.Length);
        Assert.Contains(problems, p => p.Contains("named for 2 pools", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Contains("has 2 workloads (llama, other)", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Contains("Kind 'Rollout'", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Contains("ApiVersion and Plural are for other kinds", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.StartsWith("Region must", StringComparison.Ordinal));
    }

    [Fact]
    public void Another_kind_is_named_by_its_place_in_the_api()
    {
        var rollout = Workload with { Kind = "Rollout", ApiVersion = "argoproj.io/v1alpha1", Plural = "rollouts" };
        Assert.Empty(rollout.Problems());
        Assert.Equal("apis/argoproj.io/v1alpha1/rollouts", WorkloadTarget.Of(rollout, "eastus", "ns").ScalePath);
    }

    [Fact]
    public void Each_kind_of_actuator_has_its_own_section()
    {
        Assert.NotEmpty(new ActuatorOptions { Kind = ActuatorOptions.Cluster }.Problems());
        Assert.NotEmpty(new ActuatorOptions { Kind = "local", Kubernetes = Good, Regions = [new LocalRegionOptions { Region = "r", ControlUrl = "http://x", FleetFile = "f" }] }.Problems());
        Assert.NotEmpty(new ActuatorOptions { Kind = ActuatorOptions.Cluster, Kubernetes = Good, Regions = [new LocalRegionOptions { Region = "r", ControlUrl = "http://x", FleetFile = "f" }] }.Problems());
    }

    [Fact]
    public void What_does_not_fit_the_catalog_is_refused()
    {
        var catalog = Catalogs.OnePool(Views.Pool);
        Assert.Single(ClusterPools.Problems(Good with { Region = "moon" }, new ScalerOptions(), catalog));
        Assert.Equal(2, ClusterPools.Problems(Good with { Workloads = [Workload with { Model = "other" }] }, new ScalerOptions(), catalog).Count());
        var nobody = Assert.Single(ClusterPools.Problems(Good with { GatewaySelector = null }, new ScalerOptions(), catalog));
        Assert.Contains("when a replica has drained", nobody, StringComparison.Ordinal);
        Assert.Empty(ClusterPools.Problems(Good with { GatewaySelector = null }, new ScalerOptions { Source = new SourceOptions { Gateways = [new GatewayTarget { Region = "eastus", AdminUrl = "http://g" }] } }, catalog));
    }

    [Fact]
    public void A_cluster_is_one_region_and_the_scaler_must_be_of_it()
    {
        var west = new PoolId(new DeploymentId(Views.Pool.Model, new RegionId("westus")), Views.Pool.Accelerator);
        var catalog = new ServingCatalog(Catalogs.DocumentOf([Views.Pool, west]));
        Assert.Contains("Regional:Region", Assert.Single(ClusterPools.Problems(Good, new ScalerOptions(), catalog)), StringComparison.Ordinal);
        Assert.Single(ClusterPools.Problems(Good, new ScalerOptions { Regional = new RegionalOptions { Region = "westus" } }, catalog));
        Assert.Empty(ClusterPools.Problems(Good, new ScalerOptions { Regional = new RegionalOptions { Region = "eastus" } }, catalog));
    }

    [Fact]
    public void Co_resident_groups_are_refused_in_words()
    {
        var other = new PoolId(new DeploymentId(new ModelId("other"), Views.Pool.Region), Views.Pool.Accelerator);
        var document = Catalogs.DocumentOf([Views.Pool, other]);
        var grouped = document with
        {
            Pools = [.. document.Pools.Select(p => new PoolSpec(p.Id, 0, 2, 1) { Group = "night" })],
            Groups = [new GroupSpec("night", Views.Pool.Region, Views.Pool.Accelerator, 1, 2, 2)],
        };
        var cluster = Good with { Workloads = [Workload, Workload with { Model = "other", Name = "other" }] };
        var problems = ClusterPools.Problems(cluster, new ScalerOptions(), new ServingCatalog(grouped));
        Assert.Contains(problems, p => p.Contains("on Kubernetes there are no groups", StringComparison.Ordinal));
    }
}
