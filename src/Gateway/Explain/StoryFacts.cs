using System.Collections.Immutable;

namespace SageServe.Gateway;

/// <summary>What is kept of a request as it came.</summary>
internal readonly record struct StoryFacts
{
    public RequestId Id { get; private init; }

    public string PublicId { get; private init; }

    public Instant Arrived { get; private init; }

    private Instant Deadline { get; init; }

    private ModelId Model { get; init; }

    private TenantId Tenant { get; init; }

    private RegionId Origin { get; init; }

    private ServiceTier Tier { get; init; }

    private bool Relayed { get; init; }

    private bool Streaming { get; init; }

    private bool HasSession { get; init; }

    private int PromptTokens { get; init; }

    private int ExpectedOutputTokens { get; init; }

    private string Path { get; init; }

    private string? Adapter { get; init; }

    private ImmutableArray<RegionId> AllowedRegions { get; init; }

    public static StoryFacts Of(Exchange exchange)
    {
        var request = exchange.Request;
        return new StoryFacts
        {
            Id = request.Id,
            PublicId = exchange.PublicId,
            Arrived = request.Arrived,
            Deadline = request.Deadline,
            Model = request.Model,
            Tenant = request.Tenant,
            Origin = request.Origin,
            Tier = request.Tier,
            Relayed = request.Relayed,
            Streaming = request.Streaming,
            HasSession = request.Session is not null,
            PromptTokens = request.PromptTokens,
            ExpectedOutputTokens = request.ExpectedOutputTokens,
            Path = exchange.Path,
            Adapter = request.Adapter,
            AllowedRegions = request.AllowedRegions,
        };
    }

    public RequestStory ToStory(RegionId region) => new()
    {
        Id = Id,
        ClientId = PublicId == Id.Value ? null : PublicId,
        Region = region,
        Model = Model,
        Tier = Tier,
        Tenant = Tenant,
        Origin = Origin,
        Relayed = Relayed,
        Streaming = Streaming,
        Path = Path,
        Adapter = Adapter,
        PromptTokens = PromptTokens,
        ExpectedOutputTokens = ExpectedOutputTokens,
        HasSession = HasSession,
        AllowedRegions = AllowedRegions.IsDefault ? [] : AllowedRegions,
        Arrived = Arrived,
        Deadline = Deadline,
    };
}
